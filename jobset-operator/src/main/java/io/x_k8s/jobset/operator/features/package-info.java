/** Feature gates as a value: what may be switched, and what is switched on. Pure. */
package io.x_k8s.jobset.operator.features;
