using System.Buffers;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>Each upload allocates a large buffer. The twin rents it.</summary>
internal static class LohChurn
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new UploadService(() => scene.IsHealthy)),
        routes => routes.MapGet("/uploads/{id:int}", (int id, UploadService uploads) => uploads.StoreAsync(id)),
        60, "/uploads/{n}");

    internal sealed class UploadService(Func<bool> isPooled)
    {
        private const int BufferBytes = 1_500_000;

        public async Task<int> StoreAsync(int id)
        {
            bool isRented = isPooled();
            byte[] buffer = isRented ? ArrayPool<byte>.Shared.Rent(BufferBytes) : AllocateBuffer();
            buffer[id % BufferBytes] = 1;
            await Task.Delay(5);
            int first = buffer[0];
            if (isRented)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return first;
        }

        private static byte[] AllocateBuffer() => new byte[BufferBytes];
    }
}
