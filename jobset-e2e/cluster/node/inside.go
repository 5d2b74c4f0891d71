package main

import (
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// patience is for programs that are slow to listen, on machines that are busy with other things.
const patience = time.Minute

// runInside is the first process of the namespaces. All others end with it, and it ends with any of the node's programs.
func runInside(config settings) {
	steps := []struct {
		action string
		do     func() error
	}{
		{"join its control groups", func() error { return joinCgroups(config.Cgroup) }},
		{"set its name", func() error { return unix.Sethostname([]byte(config.Hostname)) }},
		{"arrange its mounts", func() error { return arrangeMounts(config.Folder, config.Programs) }},
		{"set its addresses", func() error { return setAddresses(config.Addresses) }},
		{"lead to the API server", func() error { return leadToServer(config.ServerAddress, config.ServerSocket) }},
		{"let the API server in", func() error { return letServerIn(config.EgressSocket) }},
		{"offer images", func() error { return offerImages(config.RegistryAddress, config.Images) }},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			fail(step.action, err)
		}
	}

	programs := newPrograms()
	go func() {
		for _, command := range config.Commands {
			if err := programs.start(command); err != nil {
				fail("start "+command.name(), err)
			}
			if err := awaitListener(command.Listens); err != nil {
				fail("wait for "+command.name(), err)
			}
		}
	}()
	ended, status := programs.awaitFirstEnd()
	fmt.Fprintf(os.Stderr, "%s\n%s of the node %s; the lines above are the last of its log\n",
		tail(ended.Log), ended.name(), describe(status))
	os.Exit(1)
}

// awaitListener returns when something listens on the address, which is a network and its address.
func awaitListener(listens []string) error {
	if len(listens) == 0 {
		return nil
	}
	deadline := time.Now().Add(patience)
	for {
		connection, err := net.Dial(listens[0], listens[1])
		if err == nil {
			return connection.Close()
		}
		if time.Now().After(deadline) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}
