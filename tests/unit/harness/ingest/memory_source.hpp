#pragma once

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <utility>

#include "harness/ingest/source/byte_source.hpp"

namespace wvagate::testing {

/// Bytes from memory, in pieces whose sizes `piece` says.
class MemorySource final : public ingest::ByteSource {
 public:
  explicit MemorySource(std::string bytes, std::function<std::size_t()> piece = {})
      : bytes_(std::move(bytes)), piece_(std::move(piece)) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t wanted = piece_ ? std::max<std::size_t>(piece_(), 1) : buffer.size();
    const std::size_t count = std::min({wanted, buffer.size(), bytes_.size() - at_});
    std::memcpy(buffer.data(), bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::function<std::size_t()> piece_;
  std::size_t at_ = 0;
};

}  // namespace wvagate::testing
