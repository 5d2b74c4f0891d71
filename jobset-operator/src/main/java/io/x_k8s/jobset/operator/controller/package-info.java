/** One pass over a JobSet: look, plan, act. */
package io.x_k8s.jobset.operator.controller;
