/**
 * What the schema of a custom resource can say and no existing annotation expresses. The build
 * reads these annotations when it generates the CRD; programs need not look at them.
 */
package io.x_k8s.jobset.crd.schema;
