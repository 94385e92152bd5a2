using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Shop.Stage;

/// <summary>Clients that each open a connection, send a line and wait for the answer.</summary>
internal static class Devices
{
    private const int MaxOutstanding = 300;

    public static async Task RunAsync(int port, double connectionsPerSecond)
    {
        using SemaphoreSlim outstanding = new(MaxOutstanding);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        Stopwatch clock = Stopwatch.StartNew();
        for (long opened = 0; await timer.WaitForNextTickAsync();)
        {
            for (; opened < clock.Elapsed.TotalSeconds * connectionsPerSecond; opened++)
            {
                if (outstanding.Wait(0))
                {
                    _ = ReportAsync(port, outstanding);
                }
            }
        }
    }

    private static async Task ReportAsync(int port, SemaphoreSlim outstanding)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.GetStream().WriteAsync("21.5 C\n"u8.ToArray());
            await client.GetStream().CopyToAsync(Stream.Null);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            // The gateway does not answer all.
        }
        finally
        {
            outstanding.Release();
        }
    }
}
