using System.Net.Sockets;

namespace Contrail.Target;

/// <summary>
/// Listens where its runtime would, without an answer to anything; run it with <c>DOTNET_EnableDiagnostics=0</c>.
/// Prints <c>deaf</c> when it listens.
/// </summary>
internal static class DeafMode
{
    private const int StartTicksIndex = 19;

    public static void Run(TargetOptions options)
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string startTicks = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartTicksIndex];
        string path = Path.Combine(
            Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-{startTicks}-socket");
        using Socket server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        server.Listen();
        Console.WriteLine("deaf");
        Lifetime.Pause(Timeout.InfiniteTimeSpan);
        File.Delete(path);
    }
}
