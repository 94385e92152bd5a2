using System.Buffers;
using System.Net.Sockets;
using Contrail.Ipc;

namespace Contrail.Agent.Control;

/// <summary>Requests the state of a running recorder. Stateless.</summary>
internal static class ControlClient
{
    private const int MaxAnswerBytes = 8 << 20;
    private const int ChunkBytes = 64 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The answer of a recorder; null if it does not run or does not answer in time.</summary>
    public static ReadOnlyMemory<byte>? Request(string path)
    {
        try
        {
            Deadline deadline = Deadline.In(Patience);
            using Socket socket = IpcSocket.Connect(path, deadline);
            ArrayBufferWriter<byte> answer = new();
            while (answer.WrittenCount < MaxAnswerBytes)
            {
                socket.ReceiveTimeout = deadline.NextWaitMilliseconds("the recorder to answer");
                int count = socket.Receive(answer.GetSpan(ChunkBytes));
                if (count == 0)
                {
                    return answer.WrittenCount > 0 ? answer.WrittenMemory : null;
                }

                answer.Advance(count);
            }

            return null;
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException or IOException)
        {
            return null;
        }
    }
}
