package main

import (
	"fmt"
	"net"

	"github.com/vishvananda/netlink"
)

// setAddresses gives them to the loopback interface, beside 127.0.0.1. Pods reach them as they reach all of the node's
// addresses: over the bridge, whose other side the node is.
func setAddresses(addresses []string) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(loopback); err != nil {
		return err
	}
	for _, address := range addresses {
		single := &net.IPNet{IP: net.ParseIP(address), Mask: net.CIDRMask(32, 32)}
		if err := netlink.AddrAdd(loopback, &netlink.Addr{IPNet: single}); err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
	}
	return nil
}
