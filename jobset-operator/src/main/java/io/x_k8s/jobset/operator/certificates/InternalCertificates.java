package io.x_k8s.jobset.operator.certificates;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.operator.certificates.CertificateRules.Finding;
import io.x_k8s.jobset.operator.runtime.Reflector;
import java.net.HttpURLConnection;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and renews the admission server's certificate, keeps it in a Secret, serves it, and has the
 * webhook configurations trust it. It looks at the start, every twelve hours, and when one of these
 * objects changes.
 *
 * <p>Every replica does so, leader or not. Who writes the Secret first wins; the others find a good
 * one and use it.
 *
 * <p>Where neither the Secret nor a webhook configuration exists, nobody has installed admission,
 * and nothing is made; as soon as one appears, it begins to work.
 */
public final class InternalCertificates implements CertificateSource {
  private static final Logger LOG = LoggerFactory.getLogger(InternalCertificates.class);

  private static final Duration LOOK_EVERY = Duration.ofHours(12);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int LONGEST_RETRY_SECONDS = 60;
  private static final int CONFLICT_TRIES = 10;
  private static final int FIRST_CONFLICT_WAIT_MILLIS = 10;

  /**
   * What the objects are called.
   *
   * @param namespace namespace of the operator, its Secret and its Service
   * @param secret where the certificate is kept
   * @param service what the API server calls the admission server by
   * @param mutatingConfiguration the configuration of mutating webhooks
   * @param validatingConfiguration the configuration of validating webhooks
   */
  public record Names(
      String namespace,
      String secret,
      String service,
      String mutatingConfiguration,
      String validatingConfiguration) {
    String dnsName() {
      return "%s.%s.svc".formatted(service, namespace);
    }
  }

  private final Names names;
  private final WebhookObjects objects;
  private final InstantSource clock;
  private final CertificateIssuer issuer = new CertificateIssuer();
  private final ServingCertificate serving;
  private final boolean serves;
  private final List<Reflector<?>> watches;
  private final Semaphore changes = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread loop;
  private volatile List<HasMetadata> configurations; // null: not known yet
  private volatile String trouble = "not looked at yet";
  private int failures;
  private boolean toldThatIdle;

  /**
   * @param client the cluster
   * @param mapper decodes what the cluster sends
   * @param names what the objects are called
   * @param clock tells when certificates end
   * @param serving what the admission server shows
   * @param serves whether the certificate of the Secret is to be served; if not, somebody else
   *     keeps {@code serving} current
   */
  public InternalCertificates(
      KubernetesClient client,
      ObjectMapper mapper,
      Names names,
      InstantSource clock,
      ServingCertificate serving,
      boolean serves) {
    this.names = names;
    this.objects = new WebhookObjects(client, mapper, names);
    this.clock = clock;
    this.serving = serving;
    this.serves = serves;
    this.watches = objects.watches(changes::release);
    this.loop = Thread.ofVirtual().name("certificates").unstarted(this::run);
  }

  @Override
  public void start() {
    loop.start();
    watches.forEach(Reflector::start);
  }

  /** Every webhook configuration that exists must trust what is served. */
  @Override
  public Optional<String> problem() {
    List<HasMetadata> known = configurations;
    if (known == null) {
      return Optional.of("certificates are not ready: " + trouble);
    }
    Optional<X509Certificate> served = serving.certificate();
    return known.stream()
        .filter(
            found -> served.isEmpty() || !CaBundles.allTrust(found, served.get(), clock.instant()))
        .findFirst()
        .map(
            found ->
                "certificates are not ready: %s does not trust the one served; %s"
                    .formatted(found.getMetadata().getName(), trouble));
  }

  @Override
  public void close() {
    watches.forEach(Reflector::close);
    closed.countDown();
    changes.release();
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        changes.drainPermits();
        changes.tryAcquire(look().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at everything and does what is due; gives the time after which to look again. */
  private Duration look() throws InterruptedException {
    try {
      configurations = existingConfigurations();
      Optional<Secret> secret = objects.secret();
      if (configurations.isEmpty() && secret.isEmpty()) {
        idle();
      } else {
        CertificateSecret content = goodSecret(secret);
        if (serves) {
          serve(content.server());
        }
        injectInto(content.caBundle());
      }
      trouble = "";
      failures = 0;
      return LOOK_EVERY;
    } catch (KubernetesClientException | GeneralSecurityException e) {
      if (closed.getCount() == 0) {
        return Duration.ZERO;
      }
      complain(e.getMessage());
      failures++;
      return FIRST_RETRY.multipliedBy(
          Math.min(LONGEST_RETRY_SECONDS, 1L << Math.min(failures - 1, 10)));
    }
  }

  private void idle() {
    if (!toldThatIdle) {
      LOG.info(
          "Admission is not installed: there are neither webhook configurations {} and {} nor a"
              + " Secret {}/{}. JobSets are taken as they are; this changes as soon as they exist",
          names.mutatingConfiguration(),
          names.validatingConfiguration(),
          names.namespace(),
          names.secret());
      toldThatIdle = true;
    }
  }

  /** One who may not read them is taken for one who has nothing installed. */
  private List<HasMetadata> existingConfigurations() {
    try {
      return objects.configurations();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      complain("the webhook configurations cannot be kept current: " + e.getMessage());
      return List.of();
    }
  }

  /** The content of the Secret, after it was made good. */
  private CertificateSecret goodSecret(Optional<Secret> found)
      throws GeneralSecurityException, InterruptedException {
    Optional<Secret> secret = found;
    for (int attempt = 0; attempt < CONFLICT_TRIES; attempt++) {
      CertificateSecret content;
      switch (judge(secret)) {
        case Finding.Good good -> {
          return good.content();
        }
        case Finding.ServerDue due -> content = newServer(due.authority(), due.why());
        case Finding.AllDue due ->
            content = newServer(issuer.newAuthority(clock.instant()), due.why());
      }
      try {
        objects.write(secret, content.data());
        return content;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        closed.await((long) FIRST_CONFLICT_WAIT_MILLIS << attempt, TimeUnit.MILLISECONDS);
        secret = objects.secret();
      }
    }
    throw new GeneralSecurityException(
        "Secret %s/%s is written by others all the time"
            .formatted(names.namespace(), names.secret()));
  }

  private Finding judge(Optional<Secret> secret) {
    Map<String, String> data = secret.map(Secret::getData).orElse(Map.of());
    return CertificateRules.judge(data, names.dnsName(), clock.instant());
  }

  private CertificateSecret newServer(KeyedCertificate authority, String why)
      throws GeneralSecurityException {
    LOG.info("Making a new certificate for {}: {}", names.dnsName(), why);
    return new CertificateSecret(
        authority, issuer.newServer(authority, names.dnsName(), clock.instant()));
  }

  private void serve(KeyedCertificate server) {
    if (!serving.certificate().equals(Optional.of(server.certificate()))) {
      serving.replace(server);
      LOG.info(
          "Serving the certificate of Secret {}/{}, valid until {}",
          names.namespace(),
          names.secret(),
          server.certificate().getNotAfter().toInstant());
    }
  }

  private void injectInto(String caBundle) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        List<HasMetadata> injected = new ArrayList<>();
        for (HasMetadata configuration : configurations) {
          injected.add(inject(configuration, caBundle));
        }
        configurations = List.copyOf(injected);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == CONFLICT_TRIES - 1) {
          throw e;
        }
        closed.await((long) FIRST_CONFLICT_WAIT_MILLIS << attempt, TimeUnit.MILLISECONDS);
        configurations = objects.configurations();
      }
    }
  }

  private HasMetadata inject(HasMetadata configuration, String caBundle) {
    Optional<HasMetadata> changed = CaBundles.inject(configuration, caBundle);
    if (changed.isEmpty()) {
      return configuration;
    }
    HasMetadata stored = objects.update(changed.get());
    LOG.info("{} now trusts our certificates", stored.getMetadata().getName());
    return stored;
  }

  private void complain(String message) {
    if (!message.equals(trouble)) {
      trouble = message;
      LOG.warn("Certificates: {}", message);
    }
  }
}
