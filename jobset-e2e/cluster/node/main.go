// Command node runs the programs of a Kubernetes node in Linux namespaces of their own.
//
// What a node does to its machine - mounts, network interfaces, addresses, processes that outlive their parents - it does
// inside these namespaces, and the kernel takes them down, with all that is in them, when their first process is killed.
// So there is nothing to undo, however the node ends, and nodes on one machine do not know of each other. Only control
// groups are left to the outer process, which stays in the machine's own namespaces.
//
// Two unix sockets are the only ways between the inside and the outside: the node's programs and Pods reach the API server
// by one, and the API server reaches the kubelet and Pods by the other.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// insideArgument tells the process that it is the first one of the new namespaces.
const insideArgument = "inside"

// settings is what the file says whose name is the first argument.
type settings struct {
	// Folder is the cluster's.
	Folder string
	// Programs is the folder that holds the programs. It and Folder stay visible wherever they are.
	Programs string
	// Cgroup is the name of the node's part of every hierarchy of control groups.
	Cgroup string
	// Hostname is the node's.
	Hostname string
	// Addresses are those that the node has beside 127.0.0.1.
	Addresses []string
	// ServerAddress is where the inside finds the API server, and Server where it is on the outside.
	ServerAddress, Server string
	// ServerSocket and EgressSocket are the two ways.
	ServerSocket, EgressSocket string
	// RegistryAddress is where the inside finds the images of the folder Images, an OCI image layout.
	RegistryAddress, Images string
	// Commands are the programs to run, in that order.
	Commands []command
}

// command is one of the node's programs.
type command struct {
	// Arguments begin with the program's file.
	Arguments []string
	// Log is the file for its output.
	Log string
	// Listens, if there is something, is awaited before the next program is started: "tcp" or "unix", and the address.
	Listens []string
}

func main() {
	if len(os.Args) < 2 {
		fail("start", fmt.Errorf("the argument is missing: the file with the settings"))
	}
	config, err := read(os.Args[1])
	if err != nil {
		fail("read its settings", err)
	}
	if len(os.Args) > 2 && os.Args[2] == insideArgument {
		runInside(config)
	} else {
		os.Exit(runOutside(config, os.Args[1]))
	}
}

func read(file string) (settings, error) {
	var config settings
	content, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(content, &config)
	}
	return config, err
}

func fail(action string, err error) {
	fmt.Fprintf(os.Stderr, "The node cannot %s: %v\n", action, err)
	os.Exit(1)
}
