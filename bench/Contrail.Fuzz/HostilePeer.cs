using Contrail.Tests.Support;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Fuzz;

/// <summary>
/// Replaces the runtime of this process, and responds to every request for a trace with frames of one kind, as fast as
/// they are read. bench/hostile.sh measures what the recorder uses meanwhile.
/// </summary>
internal static class HostilePeer
{
    private const int HeaderBytes = 20;
    private const int ChunkBytes = 256 << 10;

    private static ReadOnlySpan<byte> Magic => "DOTNET_IPC_V1\0"u8;

    /// <summary>Serves until the process is ended.</summary>
    public static void Serve(HostileStream.Kind kind)
    {
        string socketPath = Path.Combine(Path.GetTempPath(), string.Create(
            CultureInfo.InvariantCulture, $"dotnet-diagnostic-{Environment.ProcessId}-{StartTicks()}-socket"));
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen();
        using PosixSignalRegistration ended = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM, _ => File.Delete(socketPath));
        Console.WriteLine(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        while (true)
        {
            Socket connection = listener.Accept();
            new Thread(() => Answer(connection, kind)) { IsBackground = true }.Start();
        }
    }

    private static void Answer(Socket connection, HostileStream.Kind kind)
    {
        try
        {
            using Socket used = connection;
            byte[] request = new byte[64 << 10];
            int requestBytes = connection.Receive(request);
            (byte set, byte id) = requestBytes < HeaderBytes ? ((byte)0, (byte)0) : (request[16], request[17]);
            if (set == 4)
            {
                connection.Send(Success(Description()));
            }
            else if (set == 2 && id > 1)
            {
                connection.Send(Success(BitConverter.GetBytes(1UL + id)));
                Flood(connection, kind);
            }
            else
            {
                connection.Send(Success(new byte[8]));
            }
        }
        catch (SocketException)
        {
            // The recorder has closed.
        }
    }

    private static void Flood(Socket connection, HostileStream.Kind kind)
    {
        HostileStream stream = new(Environment.ProcessId);
        while (true)
        {
            while (stream.PendingBytes < ChunkBytes)
            {
                stream.Add(kind);
            }

            connection.Send(stream.Take());
        }
    }

    // In the order of the answer to ProcessInfo3: layout, pid, cookie, then texts.
    private static byte[] Description() =>
    [
        1, 0, 0, 0, .. BitConverter.GetBytes((ulong)Environment.ProcessId), .. new byte[16], .. Text("hostile"),
        .. Text("linux"), .. Text("x64"), .. Text("hostile"), .. Text("10.0.0"), .. Text("linux-x64"),
    ];

    private static byte[] Text(string text) =>
        [(byte)(text.Length + 1), 0, 0, 0, .. Encoding.Unicode.GetBytes(text), 0, 0];

    private static byte[] Success(byte[] payload) =>
        [.. Magic, .. BitConverter.GetBytes((ushort)(HeaderBytes + payload.Length)), 0xff, 0, 0, 0, .. payload];

    private static string StartTicks()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
