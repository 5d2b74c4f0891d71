/** Container images, made from files of this machine without a container tool. */
package io.x_k8s.jobset.e2e.image;
