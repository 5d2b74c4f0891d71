package io.x_k8s.jobset.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {

  @ParameterizedTest
  @CsvSource({
    ":8081, '', 8081",
    "127.0.0.1:0, 127.0.0.1, 0",
    "[::1]:8081, ::1, 8081",
    "localhost:65535, localhost, 65535"
  })
  void readsAndWritesAddressesAsGoDoes(String text, String host, int port) {
    BindAddress address = BindAddress.parse(text);

    assertThat(address).isEqualTo(new BindAddress(host, port)).hasToString(text);
    assertThat(address.isOff()).isFalse();
  }

  @Test
  void zeroSwitchesOff() {
    BindAddress off = BindAddress.parse("0");

    assertThat(off).isEqualTo(BindAddress.OFF).hasToString("0");
    assertThat(off.isOff()).isTrue();
    assertThatIllegalStateException().isThrownBy(off::toSocketAddress);
  }

  @Test
  void anAddressWithoutHostMeansAllAddresses() {
    assertThat(BindAddress.parse(":8081").toSocketAddress())
        .isEqualTo(new InetSocketAddress(8081))
        .satisfies(address -> assertThat(address.getAddress().isAnyLocalAddress()).isTrue());
    assertThat(BindAddress.parse("[::1]:8081").toSocketAddress().getPort()).isEqualTo(8081);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8081", "", "localhost", "::1:8081", ":http", "a b:1", ":-1", "[::1]"})
  void refusesWhatIsNoAddressAndSaysHowToWriteOne(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BindAddress.parse(text))
        .withMessageContaining("\":8081\" (all addresses)");
  }

  @Test
  void refusesAPortThatDoesNotExist() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BindAddress.parse(":65536"))
        .withMessage("port 65536 is not between 0 and 65535");
  }
}
