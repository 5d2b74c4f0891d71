/** Installs the CRD and starts the operator as a user would, by its launcher. */
package io.x_k8s.jobset.e2e.launch;
