package io.x_k8s.jobset.admission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The formats that Kubernetes has for names, and its words for what breaks them (specification of
 * admission, section 2.3). Each check gives the texts of all that is wrong. Lengths count bytes.
 */
final class NameFormats {
  static final int MAX_LABEL_BYTES = 63;
  private static final int MAX_SUBDOMAIN_BYTES = 253;

  private static final String DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String DNS_1123_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String DNS_1123_SUBDOMAIN = DNS_1123_LABEL + "(\\." + DNS_1123_LABEL + ")*";
  private static final String LABEL_VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";

  private static final Pattern IS_DNS_1035 = Pattern.compile(DNS_1035);
  private static final Pattern IS_DNS_1123_LABEL = Pattern.compile(DNS_1123_LABEL);
  private static final Pattern IS_DNS_1123_SUBDOMAIN = Pattern.compile(DNS_1123_SUBDOMAIN);
  private static final Pattern IS_LABEL_VALUE = Pattern.compile(LABEL_VALUE);

  private static final String NOT_DNS_1035 =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '"
          + DNS_1035
          + "')";
  private static final String NOT_DNS_1123_LABEL =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '"
          + DNS_1123_LABEL
          + "')";
  private static final String NOT_DNS_1123_SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + DNS_1123_SUBDOMAIN
          + "')";
  private static final String NOT_LABEL_VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '"
          + LABEL_VALUE
          + "')";
  private static final String SUBDOMAIN_TOO_LONG =
      "must be no more than " + MAX_SUBDOMAIN_BYTES + " characters";
  static final String LABEL_TOO_LONG = "must be no more than " + MAX_LABEL_BYTES + " bytes";

  private NameFormats() {}

  /** A DNS label that starts with a letter, as Services and the Pods' hostnames need it. */
  static List<String> dns1035(String name, String tooLong) {
    return check(name, IS_DNS_1035, NOT_DNS_1035, MAX_LABEL_BYTES, tooLong);
  }

  /** A DNS label, as volumes need it. */
  static List<String> dns1123Label(String name) {
    return check(name, IS_DNS_1123_LABEL, NOT_DNS_1123_LABEL, MAX_LABEL_BYTES, LABEL_TOO_LONG);
  }

  /** DNS labels with dots in between. */
  static List<String> dns1123Subdomain(String name) {
    return check(
        name,
        IS_DNS_1123_SUBDOMAIN,
        NOT_DNS_1123_SUBDOMAIN,
        MAX_SUBDOMAIN_BYTES,
        SUBDOMAIN_TOO_LONG);
  }

  /** A label's value. */
  static List<String> labelValue(String value) {
    return check(value, IS_LABEL_VALUE, NOT_LABEL_VALUE, MAX_LABEL_BYTES, LABEL_TOO_LONG);
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> check(
      String text, Pattern format, String wrongFormat, int maxBytes, String tooLong) {
    List<String> wrong = new ArrayList<>();
    if (bytes(text) > maxBytes) {
      wrong.add(tooLong);
    }
    if (!format.matcher(text).matches()) {
      wrong.add(wrongFormat);
    }
    return wrong;
  }
}
