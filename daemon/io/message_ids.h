/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * message_ids - MESSAGE_ID of each entry in the journal that an operator may want to find. What it means and
 * what to do is in systemd/unslouch.catalog, for `journalctl -x`; a number never changes its meaning.
 */
#define MESSAGE_ID_STARTED         "cd73eb8cb18e9573cf353c321bbd3a30"
#define MESSAGE_ID_STOPPED         "068c59ee5a97053104a7a4cc33d207ac"
#define MESSAGE_ID_FAILED          "938bdeec59b9dd6647b97711e70afe41"
#define MESSAGE_ID_CONFIG_INVALID  "5292486b8299b4aa1cd0c6a2eb6bd340"
#define MESSAGE_ID_CONFIG_LATER    "88c38e573eaa93540edb6c39cf332426"
#define MESSAGE_ID_RELOADED        "fb49546597624e5fde7481620d16aa03"
#define MESSAGE_ID_BROKER_UP       "cc0aaa2515f2381b82b5859539527fd4"
#define MESSAGE_ID_BROKER_DOWN     "bfd533be79f04ca0f20b79da21bbf32d"
#define MESSAGE_ID_BROKER_DENIES   "3e1d10f5bba040ee895542e700aa05d7"
#define MESSAGE_ID_BROKER_SETTINGS "bf2b5e679e9e8f21d24634f5d0a5d650"
#define MESSAGE_ID_OTHER_OWNER     "f9bb11866a6e71a731fa88305ae63333"
#define MESSAGE_ID_OWNER_WAITED    "b10453b59e5af47eaec31590f6a92889"
#define MESSAGE_ID_STORE           "89196deec7b74f05f27b595d37ce8e01" /* it cannot be used or written */
#define MESSAGE_ID_STORE_IN_USE    "39079b5453ec5fdffaca3439d198944d"
#define MESSAGE_ID_STORE_SET_ASIDE "3a6034150b299fed3433b7d211b18d28"
#define MESSAGE_ID_STORE_BACK      "3f8d7c7b457e5e5c89a848f878af1851"
#define MESSAGE_ID_REJECTED        "5247211379031d64f061a32f4caa9ed9"
#define MESSAGE_ID_LAMP_BLIND      "85a9608c9342ecf8d6a97ef8b00fa307"
#define MESSAGE_ID_REPORT          "a8b6c1f07d2e4b938f51c46e90d3127a"
#define MESSAGE_ID_USER_UNKNOWN    "eff4f3513bd8c44db64ceb00b13ea0e3"
#define MESSAGE_ID_BUS_DOWN        "14cdd911f6994d88a7ec12a09b7fa7c7"
#define MESSAGE_ID_BUS_UP          "4a5b9016c48c42758c5697f01d6ea00a"
#define MESSAGE_ID_BUS_NAME        "ce006c6a8b1b484ba3d54ff71d573644" /* the daemon cannot be reached on it */
#define MESSAGE_ID_NOTIFICATIONS   "22dd0d3ebba847b3bd7cc246e80b7829" /* none is shown */
#define MESSAGE_ID_DESKTOP_IDLE    "c6cbd920c3bb404dbee29825428c6338" /* nobody tells of it */
