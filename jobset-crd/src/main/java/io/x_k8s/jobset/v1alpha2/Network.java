package io.x_k8s.jobset.v1alpha2;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.kubernetes.api.builder.Editable;
import io.sundr.builder.annotations.Buildable;
import java.util.Objects;

/** How the Pods of a JobSet find each other by DNS names. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"enableDNSHostnames", "subdomain", "publishNotReadyAddresses"})
@Buildable(
    editableEnabled = false,
    validationEnabled = false,
    generateBuilderPackage = false,
    lazyCollectionInitEnabled = true,
    builderPackage = "io.fabric8.kubernetes.api.builder")
public class Network extends ExtensibleObject implements Editable<NetworkBuilder> {
  private static final long serialVersionUID = 1L;

  @JsonProperty("enableDNSHostnames")
  private Boolean enableDNSHostnames;

  @JsonProperty("subdomain")
  private String subdomain;

  @JsonProperty("publishNotReadyAddresses")
  private Boolean publishNotReadyAddresses;

  /**
   * Whether Pods get a DNS name: a headless Service is created and every Pod gets its subdomain, so
   * that it is reachable as {@code <jobset>-<replicatedJob>-<jobIndex>-<podIndex>.<subdomain>}. Set
   * to true by the admission webhook when absent at creation; a stored object without the field has
   * no Service.
   *
   * @return null when the field is absent
   */
  public Boolean getEnableDNSHostnames() {
    return enableDNSHostnames;
  }

  /**
   * Sets {@link #getEnableDNSHostnames()}.
   *
   * @param enableDNSHostnames the new value; null leaves the field out
   */
  public void setEnableDNSHostnames(Boolean enableDNSHostnames) {
    this.enableDNSHostnames = enableDNSHostnames;
  }

  /**
   * Name of the headless Service and subdomain of every Pod. A DNS label (RFC 1035) of at most 63
   * characters. When absent or empty, the name of the JobSet is used.
   *
   * @return null when the field is absent
   */
  public String getSubdomain() {
    return subdomain;
  }

  /**
   * Sets {@link #getSubdomain()}.
   *
   * @param subdomain the new value; null leaves the field out
   */
  public void setSubdomain(String subdomain) {
    this.subdomain = subdomain;
  }

  /**
   * Whether DNS also publishes the addresses of Pods that are not ready. Copied to the headless
   * Service. Set to true by the admission webhook when absent at creation.
   *
   * @return null when the field is absent
   */
  public Boolean getPublishNotReadyAddresses() {
    return publishNotReadyAddresses;
  }

  /**
   * Sets {@link #getPublishNotReadyAddresses()}.
   *
   * @param publishNotReadyAddresses the new value; null leaves the field out
   */
  public void setPublishNotReadyAddresses(Boolean publishNotReadyAddresses) {
    this.publishNotReadyAddresses = publishNotReadyAddresses;
  }

  /** A builder that starts from a copy of this object. */
  @Override
  @JsonIgnore
  public NetworkBuilder edit() {
    return new NetworkBuilder(this);
  }

  /** The same as {@link #edit()}, under the name that builders elsewhere use. */
  @JsonIgnore
  public NetworkBuilder toBuilder() {
    return edit();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Network that
            && Objects.equals(enableDNSHostnames, that.enableDNSHostnames)
            && Objects.equals(subdomain, that.subdomain)
            && Objects.equals(publishNotReadyAddresses, that.publishNotReadyAddresses)
            && hasSameAdditionalProperties(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        enableDNSHostnames, subdomain, publishNotReadyAddresses, getAdditionalProperties());
  }

  @Override
  public String toString() {
    return "Network(enableDNSHostnames="
        + enableDNSHostnames
        + ", subdomain="
        + subdomain
        + ", publishNotReadyAddresses="
        + publishNotReadyAddresses
        + ", additionalProperties="
        + getAdditionalProperties()
        + ")";
  }
}
