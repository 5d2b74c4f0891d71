package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// registry offers the images of a folder, an OCI image layout, as if it were each registry of the world: a node that knows no
// other one pulls by the usual names, and never asks anybody else. The folder is read for each request, so it may grow.
type registry struct {
	layout string
}

const imageName = "org.opencontainers.image.ref.name"

var (
	requestPath = regexp.MustCompile(`^/v2/(.+)/(manifests|blobs)/([^/]+)$`)
	digest      = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

func offerImages(address, layout string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(listener, registry{layout}) }()
	return nil
}

func (r registry) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	if request.URL.Path == "/v2/" {
		return
	}
	parts := requestPath.FindStringSubmatch(request.URL.Path)
	if parts == nil {
		http.NotFound(response, request)
		return
	}
	repository, kind, reference := parts[1], parts[2], parts[3]
	if kind == "manifests" {
		// containerd names the registry that it would have asked in "ns".
		r.serveManifest(response, request, request.URL.Query().Get("ns")+"/"+repository, reference)
	} else {
		r.serveBlob(response, request, reference)
	}
}

func (r registry) serveManifest(response http.ResponseWriter, request *http.Request, repository, reference string) {
	if !digest.MatchString(reference) {
		found, err := r.find(repository + ":" + reference)
		if err != nil {
			http.Error(response, err.Error(), http.StatusInternalServerError)
			return
		}
		reference = found
	}
	content, err := os.ReadFile(r.blob(reference))
	if err != nil {
		http.NotFound(response, request)
		return
	}
	var manifest struct{ MediaType string }
	if err := json.Unmarshal(content, &manifest); err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	response.Header().Set("Content-Type", manifest.MediaType)
	response.Header().Set("Docker-Content-Digest", reference)
	_, _ = response.Write(content)
}

func (r registry) serveBlob(response http.ResponseWriter, request *http.Request, reference string) {
	if !digest.MatchString(reference) {
		http.NotFound(response, request)
		return
	}
	response.Header().Set("Content-Type", "application/octet-stream")
	http.ServeFile(response, request, r.blob(reference))
}

// find is the digest of the image with that name, or nothing.
func (r registry) find(name string) (string, error) {
	content, err := os.ReadFile(filepath.Join(r.layout, "index.json"))
	if err != nil {
		return "", err
	}
	var index struct {
		Manifests []struct {
			Digest      string
			Annotations map[string]string
		}
	}
	if err := json.Unmarshal(content, &index); err != nil {
		return "", err
	}
	for _, each := range index.Manifests {
		if each.Annotations[imageName] == name {
			return each.Digest, nil
		}
	}
	return "", nil
}

func (r registry) blob(reference string) string {
	return filepath.Join(r.layout, "blobs", strings.ReplaceAll(reference, ":", "/"))
}
