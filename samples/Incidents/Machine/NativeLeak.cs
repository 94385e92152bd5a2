using System.Runtime.InteropServices;
using Shop.Stage;

namespace Shop.Machine;

/// <summary>Each thumbnail keeps its native bitmap, because nothing disposes it. The twin disposes it.</summary>
internal static class NativeLeak
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new ThumbnailService(scene.IsHealthy)),
        routes => routes.MapGet("/thumbnails/{id:int}", (int id, ThumbnailService thumbnails) => thumbnails.Draw(id)),
        20, "/thumbnails/{n}");

    internal sealed class ThumbnailService(bool disposes)
    {
        private const int UploadBlocks = 8;
        private const int BlockBytes = 40_000;

        public int Draw(int id)
        {
            byte[][] upload = [.. Enumerable.Range(0, UploadBlocks).Select(_ => new byte[BlockBytes])];
            NativeBitmap bitmap = new(512, 512);
            bitmap.Fill((byte)(upload.Length + id));
            int pixel = bitmap.PixelAt(id % 512);
            if (disposes)
            {
                bitmap.Dispose();
            }

            return pixel;
        }
    }

    /// <summary>As bitmaps of native libraries: without a finalizer, the pixels stay.</summary>
    internal sealed class NativeBitmap(int width, int height) : IDisposable
    {
        private const int BytesPerPixel = 4;
        private readonly nint _pixels = Marshal.AllocHGlobal(width * height * BytesPerPixel);

        public void Fill(byte color)
        {
            byte[] line = new byte[width * BytesPerPixel];
            line.AsSpan().Fill(color);
            for (int row = 0; row < height; row++)
            {
                Marshal.Copy(line, 0, _pixels + (row * line.Length), line.Length);
            }
        }

        public int PixelAt(int index) => Marshal.ReadInt32(_pixels, index * BytesPerPixel);

        public void Dispose() => Marshal.FreeHGlobal(_pixels);
    }
}
