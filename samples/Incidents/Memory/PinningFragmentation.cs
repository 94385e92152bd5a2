using System.Runtime.InteropServices;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>Buffers of devices are pinned between other objects. The twin allocates them on the pinned heap.</summary>
internal static class PinningFragmentation
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new DeviceBuffers(scene.IsHealthy)).AddHostedService<DeviceReader>());

    internal sealed class DeviceReader(DeviceBuffers buffers) : BackgroundService
    {
        private readonly Queue<byte[]> _messages = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                ReadMessages();
            }
        }

        private void ReadMessages()
        {
            for (int count = 0; count < 100; count++)
            {
                buffers.Pin();
                _messages.Enqueue(new byte[12_000]);
                if (_messages.Count > 2000)
                {
                    _messages.Dequeue();
                }
            }
        }
    }

    internal sealed class DeviceBuffers(bool usesPinnedHeap)
    {
        private const int MaxBuffers = 6000;

        private readonly Queue<GCHandle> _handles = new();
        private readonly Queue<byte[]> _buffers = new();

        public void Pin()
        {
            if (usesPinnedHeap)
            {
                _buffers.Enqueue(GC.AllocateUninitializedArray<byte>(64, pinned: true));
                if (_buffers.Count > MaxBuffers)
                {
                    _buffers.Dequeue();
                }

                return;
            }

            _handles.Enqueue(GCHandle.Alloc(new byte[64], GCHandleType.Pinned));
            if (_handles.Count > MaxBuffers)
            {
                _handles.Dequeue().Free();
            }
        }
    }
}
