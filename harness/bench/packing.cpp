#include "harness/bench/packing.hpp"

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

#include <isa-l/igzip_lib.h>
#include <zlib.h>
#include <zstd.h>

namespace wvagate::bench {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;
constexpr int kGzip = MAX_WBITS + 16;  // zlib's word for "with gzip's header"
constexpr int kMemoryLevel = 8;

void require(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(what);
}

/// zlib and ISA-L want their input writable, and leave it alone.
std::uint8_t* input_of(std::string_view bytes) {
  return reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  require(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, kMemoryLevel, Z_DEFAULT_STRATEGY) ==
              Z_OK,
          "zlib cannot be set up");
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = input_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  require(outcome == Z_STREAM_END, "zlib cannot pack the log");
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), text.data(), text.size(), ZSTD_CLEVEL_DEFAULT);
  require(ZSTD_isError(size) == 0, "zstd cannot pack the log");
  out.resize(size);
  return out;
}

std::size_t inflate_gzip(std::string_view packed) {
  std::vector<std::uint8_t> block(kBlock);
  const auto state = std::make_unique<inflate_state>();
  isal_inflate_init(state.get());
  state->crc_flag = ISAL_GZIP;
  state->next_in = input_of(packed);
  state->avail_in = static_cast<std::uint32_t>(packed.size());
  std::size_t total = 0;
  while (state->block_state != ISAL_BLOCK_FINISH) {
    state->next_out = block.data();
    state->avail_out = static_cast<std::uint32_t>(block.size());
    const bool fine = isal_inflate(state.get()) == ISAL_DECOMP_OK;
    require(fine && state->avail_out < block.size(), "ISA-L cannot inflate the log");
    total += block.size() - state->avail_out;
  }
  return total;
}

std::size_t inflate_zstd(std::string_view packed) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  require(context != nullptr, "zstd cannot be set up");
  std::vector<char> block(kBlock);
  ZSTD_inBuffer in{.src = packed.data(), .size = packed.size(), .pos = 0};
  std::size_t total = 0;
  std::size_t hint = 1;
  while (hint != 0) {
    ZSTD_outBuffer out{.dst = block.data(), .size = block.size(), .pos = 0};
    hint = ZSTD_decompressStream(context.get(), &out, &in);
    require(ZSTD_isError(hint) == 0 && (out.pos > 0 || in.pos < in.size), "zstd cannot inflate the log");
    total += out.pos;
  }
  return total;
}

}  // namespace

std::string packed(std::string_view text, Packing packing) {
  switch (packing) {
    case Packing::gzip:
      return gzip(text);
    case Packing::zstd:
      return zstd(text);
    case Packing::none:
      break;
  }
  return std::string(text);
}

std::size_t inflate_alone(std::string_view packed, Packing packing) {
  switch (packing) {
    case Packing::gzip:
      return inflate_gzip(packed);
    case Packing::zstd:
      return inflate_zstd(packed);
    case Packing::none:
      break;
  }
  return packed.size();
}

}  // namespace wvagate::bench
