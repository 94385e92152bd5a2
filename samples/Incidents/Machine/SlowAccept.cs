using System.Net;
using System.Net.Sockets;
using Shop.Stage;

namespace Shop.Machine;

/// <summary>
/// A gateway stores the report of a device before it accepts the next one, and its listener has room for two. The twin
/// accepts at once.
/// </summary>
internal static class SlowAccept
{
    private const int ConnectionsPerSecond = 40;
    private const int SmallBacklog = 2;
    private const int UsualBacklog = 512;

    public static Task RunAsync(Scene scene)
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(scene.IsHealthy ? UsualBacklog : SmallBacklog);
        scene.StartDevices(((IPEndPoint)listener.LocalEndPoint!).Port, ConnectionsPerSecond);
        return scene.WorkAsync(services =>
            services.AddSingleton(new DeviceGateway(listener, scene.IsHealthy)).AddHostedService<GatewayService>());
    }

    internal sealed class GatewayService(DeviceGateway gateway) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => gateway.RunAsync(stoppingToken);
    }

    internal sealed class DeviceGateway(Socket listener, bool acceptsAtOnce)
    {
        private static readonly TimeSpan StoringTime = TimeSpan.FromMilliseconds(100);

        public async Task RunAsync(CancellationToken closing)
        {
            using (listener)
            {
                while (!closing.IsCancellationRequested)
                {
                    Task stored = StoreAsync(await listener.AcceptAsync(closing), closing);
                    if (!acceptsAtOnce)
                    {
                        await stored;
                    }
                }
            }
        }

        private static async Task StoreAsync(Socket device, CancellationToken closing)
        {
            using (device)
            {
                byte[] report = new byte[64];
                await device.ReceiveAsync(report, closing);
                await Task.Delay(StoringTime, closing);
                await device.SendAsync("stored\n"u8.ToArray(), closing);
                device.Shutdown(SocketShutdown.Both);
            }
        }
    }
}
