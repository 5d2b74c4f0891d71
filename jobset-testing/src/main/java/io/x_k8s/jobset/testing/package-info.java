/**
 * For unit tests of programs that use JobSets: assertions on a JobSet's status, and a fake operator
 * that lets JobSets run, fail and complete as the test tells it, on an API server that only stores
 * objects.
 *
 * <pre>{@code
 * @EnableKubernetesMockClient(crud = true)
 * class PipelineTest {
 *   KubernetesClient kubernetes;
 *
 *   @Test
 *   void submitsAgainAfterAFailure() {
 *     try (var operator = FakeJobSetOperator.start(kubernetes)) {
 *       operator.forNext(jobSet -> jobSet.ready().fail());
 *       operator.forNext(jobSet -> jobSet.ready().complete());
 *
 *       new Pipeline(kubernetes).run();
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>{@link io.x_k8s.jobset.testing.FakeJobSetOperator} and {@link
 * io.x_k8s.jobset.testing.JobSetAssert} are where to begin.
 */
package io.x_k8s.jobset.testing;
