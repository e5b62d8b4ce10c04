# guests-pve1.tf

# VM 100 web01 on pve1, running
# expected to plan to no change
# note: balloon is not set in Proxmox, which means on; the provider reads 0, and a later change of the memory would switch it off
# not compared: started: whether it runs is left to people and to HA
# not said by the provider: ide2=none,media=cdrom
# not said by the provider: meta=creation-qemu=10.1.2,ctime=1768564800
# not said by the provider: parent=before-upgrade
# not said by the provider: smbios1: uuid=71bb54d8-d101-45b9-834d-0bff90150280
# not said by the provider: vmgenid=e099ec6c-d736-4ca5-85e7-bb0f12278575
# snapshot, not exported: before-upgrade
resource "proxmox_virtual_environment_vm" "vm_100_web01" {
  node_name     = "pve1"
  vm_id         = 100
  name          = "web01"
  description   = "Shop front end.\nAnsprechpartner: Jörg Müller ☎ 4711"
  tags          = ["linux", "prod", "web"]
  scsi_hardware = "virtio-scsi-single"
  boot_order    = ["scsi0", "ide2", "net0"]
  on_boot       = true
  agent {
    enabled = true
  }
  cpu {
    cores   = 2
    sockets = 1
    type    = "x86-64-v2-AES"
    numa    = false
  }
  memory {
    dedicated = 4096
  }
  operating_system {
    type = "l26"
  }
  disk {
    interface    = "scsi0"
    datastore_id = "local-lvm"
    size         = 32
    discard      = "on"
    iothread     = true
  }
  network_device {
    bridge      = "vmbr0"
    model       = "virtio"
    mac_address = "BC:24:11:AB:89:25"
    firewall    = true
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [started]
  }
}
