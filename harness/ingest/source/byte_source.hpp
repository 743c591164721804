#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "analysis/core/result.hpp"
#include "harness/ingest/source/log_file.hpp"

namespace wvagate::ingest {

/// Bytes in order, from a file or a pipe, inflated where they are compressed.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills the front of `buffer` and returns how many bytes; 0 at the end. Fails where the bytes cannot be
  /// read or inflated; what was read before is valid.
  virtual Result<std::size_t> read(std::span<char> buffer) = 0;
};

/// Opens the log at `path`, "-" for standard input. gzip (any number of members) and zstd (any number of
/// frames) are recognised by their first bytes, not by the name. Fails with ErrorKind::log where the file
/// cannot be opened, or is packed in another way.
Result<std::unique_ptr<ByteSource>> open_log(const std::string& path, const ReadOptions& options = {});

}  // namespace wvagate::ingest
