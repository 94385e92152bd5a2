using System.IO.Compression;
using System.Text;
using Shop.Stage;

namespace Shop.Cpu;

/// <summary>Each download compresses the same catalogue at the highest level. The twin keeps the result.</summary>
internal static class HotNative
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new CatalogueExport(() => scene.IsHealthy)),
        routes => routes.MapGet("/export", (CatalogueExport export) => Results.Bytes(export.Download())),
        4, "/export");

    internal sealed class CatalogueExport(Func<bool> keepsResult)
    {
        private readonly byte[] _rows = Encoding.UTF8.GetBytes(string.Join('\n',
            Enumerable.Range(0, 12_000).Select(row => $"{row};product {row * 7919 % 10007};{row * 31 % 977}.90")));
        private readonly Lock _resultLock = new();
        private byte[]? _result;

        public byte[] Download()
        {
            if (!keepsResult())
            {
                return Compress();
            }

            lock (_resultLock)
            {
                return _result ??= Compress();
            }
        }

        private byte[] Compress()
        {
            using MemoryStream compressed = new();
            using (BrotliStream brotli = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                brotli.Write(_rows);
            }

            return compressed.ToArray();
        }
    }
}
