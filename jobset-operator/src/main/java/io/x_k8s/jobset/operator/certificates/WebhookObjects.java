package io.x_k8s.jobset.operator.certificates;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.operator.runtime.ApiListWatch;
import io.x_k8s.jobset.operator.runtime.ApiListWatch.Scope;
import io.x_k8s.jobset.operator.runtime.ApiListWatch.Selection;
import io.x_k8s.jobset.operator.runtime.ObjectCache;
import io.x_k8s.jobset.operator.runtime.Reflector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three objects in the cluster that certificates are about: the Secret and the two webhook
 * configurations. Reads and writes are live and optimistically locked; watches only tell when to
 * look.
 */
final class WebhookObjects {
  private final KubernetesClient client;
  private final ObjectMapper mapper;
  private final InternalCertificates.Names names;

  WebhookObjects(KubernetesClient client, ObjectMapper mapper, InternalCertificates.Names names) {
    this.client = client;
    this.mapper = mapper;
    this.names = names;
  }

  Optional<Secret> secret() {
    return Optional.ofNullable(
        client.secrets().inNamespace(names.namespace()).withName(names.secret()).get());
  }

  /** Writes data into the Secret that was read, or makes it; other data stays. */
  void write(Optional<Secret> found, Map<String, String> data) {
    if (found.isPresent()) {
      client.resource(new SecretBuilder(found.get()).addToData(data).build()).update();
    } else {
      client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(names.namespace())
                  .withName(names.secret())
                  .endMetadata()
                  .withType("Opaque")
                  .withData(data)
                  .build())
          .create();
    }
  }

  /** The configurations that exist and are not being deleted. */
  List<HasMetadata> configurations() {
    return Stream.<HasMetadata>of(
            client
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(names.mutatingConfiguration())
                .get(),
            client
                .admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(names.validatingConfiguration())
                .get())
        .filter(Objects::nonNull)
        .filter(found -> found.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Replaces a configuration that was read and changed; gives what is now stored. */
  HasMetadata update(HasMetadata configuration) {
    return client.resource(configuration).update();
  }

  /** Watches the three objects. */
  List<Reflector<?>> watches(Runnable onChange) {
    return List.of(
        watch(Secret.class, Optional.of(names.namespace()), names.secret(), onChange),
        watch(
            MutatingWebhookConfiguration.class,
            Optional.empty(),
            names.mutatingConfiguration(),
            onChange),
        watch(
            ValidatingWebhookConfiguration.class,
            Optional.empty(),
            names.validatingConfiguration(),
            onChange));
  }

  private <T extends HasMetadata> Reflector<Version> watch(
      Class<T> type, Optional<String> namespace, String name, Runnable onChange) {
    ObjectCache<Version> versions =
        new ObjectCache<>(
            new ObjectCache.Identity<>(
                Version::namespace, Version::name, Version::uid, Version::resourceVersion));
    versions.addListener((before, after, initial) -> onChange.run());
    return new Reflector<>(
        type.getSimpleName(),
        new ApiListWatch<>(
            client, mapper, type, Selection.named(namespace, name), Scope.METADATA, Version::of),
        versions);
  }

  private record Version(String namespace, String name, String uid, String resourceVersion) {
    static Version of(HasMetadata object) {
      return new Version(
          Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
          object.getMetadata().getName(),
          object.getMetadata().getUid(),
          object.getMetadata().getResourceVersion());
    }
  }
}
