/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * message_ids - MESSAGE_ID of each entry in the journal that an operator may want to find.
 */
#define MESSAGE_ID_STARTED        "cd73eb8cb18e9573cf353c321bbd3a30"
#define MESSAGE_ID_STOPPED        "068c59ee5a97053104a7a4cc33d207ac"
#define MESSAGE_ID_CONFIG_INVALID "5292486b8299b4aa1cd0c6a2eb6bd340"
#define MESSAGE_ID_RELOADED       "fb49546597624e5fde7481620d16aa03"
#define MESSAGE_ID_BROKER_UP      "cc0aaa2515f2381b82b5859539527fd4"
#define MESSAGE_ID_BROKER_DOWN    "bfd533be79f04ca0f20b79da21bbf32d"
#define MESSAGE_ID_OTHER_OWNER    "f9bb11866a6e71a731fa88305ae63333"
#define MESSAGE_ID_STORE          "89196deec7b74f05f27b595d37ce8e01"
#define MESSAGE_ID_REJECTED       "5247211379031d64f061a32f4caa9ed9"
