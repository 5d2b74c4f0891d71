module jobset.x-k8s.io/local-cluster/lifeline

go 1.26.0
