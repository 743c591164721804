#pragma once

#include <libpq-fe.h>

#include "analysis/core/result.hpp"

namespace wvagate::history {

/// The functions of PostgreSQL's client library that are used here. It is loaded when a server is first
/// named, and not linked: with OpenSSL, Kerberos and LDAP behind it, it takes longer to load than most logs
/// to read.
struct LibPq {
  decltype(&PQconnectdbParams) connect;
  decltype(&PQfinish) finish;
  decltype(&PQstatus) status;
  decltype(&PQerrorMessage) error_message;
  decltype(&PQsetNoticeProcessor) set_notice_processor;
  decltype(&PQexec) execute;
  decltype(&PQexecParams) execute_with;
  decltype(&PQresultStatus) result_status;
  decltype(&PQresultErrorField) error_field;
  decltype(&PQntuples) rows;
  decltype(&PQgetisnull) is_null;
  decltype(&PQgetlength) length;
  decltype(&PQgetvalue) value;
  decltype(&PQclear) clear;
  decltype(&PQconninfoParse) parse_url;
  decltype(&PQconninfoFree) free_url;
  decltype(&PQfreemem) free_memory;
};

/// The library, loaded once. Fails where it is not installed.
Result<const LibPq*> load_libpq();

}  // namespace wvagate::history
