#pragma once

#include <span>
#include <string>

#include "analysis/core/result.hpp"
#include "analysis/sample/logged_sample.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/assemble/log_sink.hpp"
#include "harness/ingest/decode/log_entry.hpp"
#include "harness/ingest/lines/line_batch.hpp"
#include "harness/ingest/records/kinds.hpp"
#include "harness/ingest/source/byte_source.hpp"
#include "harness/ingest/source/log_file.hpp"

namespace wvagate::ingest {

/// The forms of lines and the kinds of records that are read; the program's own unless others are given.
struct ReadTables {
  std::span<const Decoder> decoders = kDecoders;
  std::span<const RecordKind> kinds = kRecordKinds;

  /// They are not the program's own: each line is looked at, since the search knows the own phrases alone.
  bool are_others() const;
};

/// How bytes that are open already are read.
struct ReadSettings {
  LineLimits limits;
  bool census = false;  ///< as in ReadOptions
  ReadTables tables;
};

/// What a log is called: "run1.txt.gz" of "logs/run1.txt.gz", "stdin" of "-".
std::string log_name(const std::string& path);

/// Reads the log at `path` ("-" for standard input) to its end and hands what it gives to `sink`, whose views
/// live as long as `names`. Memory is bounded by one block or line and one cycle, not by the log. Returns
/// what was found about the log; fails if it cannot be read, after the samples before the fault.
Result<LogFacts> read_log(const std::string& path, NamePool& names, const LogSink& sink,
                          const ReadOptions& options = {});

/// The same, with `facts` up to date at each call of `sink` and of the waiter, but for `facts.bytes`, which
/// are those read.
Status read_log(const std::string& path, NamePool& names, LogFacts& facts, const LogSink& sink,
                const ReadOptions& options);

/// The same from bytes that are open already; `name` is what the log is called in its facts.
Result<LogFacts> read_log(ByteSource& source, std::string name, NamePool& names, const LogSink& sink,
                          const ReadSettings& settings = {});

}  // namespace wvagate::ingest
