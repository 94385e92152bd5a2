using Contrail.Core.NetTrace.Async;

namespace Contrail.Tests.Support;

/// <summary>
/// A buffer of .NET 11's async profiler, written step by step. Times are milliseconds of the clock of a
/// <see cref="NetTraceFile"/>.
/// </summary>
internal sealed class AsyncBuffer(uint thread = 1, ulong threadId = 101, byte version = 1, double startsAt = 0)
{
    private const ulong Origin = 5_000_000_000;
    private const int HeaderBytes = 37;

    private readonly AsyncEventSchema _schema = new();
    private readonly PayloadWriter _steps = new();
    private readonly ulong _start = Ticks(startsAt);
    private ulong _last = Ticks(startsAt);
    private uint _count;

    /// <summary>Adds a step whose fields are numbers.</summary>
    public AsyncBuffer Add(AsyncEventKind kind, double at, params ulong[] numbers)
    {
        PayloadWriter fields = new();
        foreach (ulong number in numbers)
        {
            Var(fields, number);
        }

        return Raw((byte)kind, at, fields.ToArray(), _schema.Width((byte)kind));
    }

    /// <summary>Adds a stack; each frame of state machines has the state 0.</summary>
    public AsyncBuffer Stack(AsyncEventKind kind, double at, ulong context, params ulong[] addresses)
    {
        bool hasStates = kind is AsyncEventKind.ResumeStateMachineStack or AsyncEventKind.AppendStateMachineStack;
        PayloadWriter fields = new PayloadWriter().U8(0).U8(0).U8((byte)addresses.Length);
        if (kind == AsyncEventKind.CreateRuntimeStack)
        {
            Var(fields, 0);
        }

        Var(fields, context);
        for (int index = 0; index < addresses.Length; index++)
        {
            long difference = index == 0 ? 0 : unchecked((long)(addresses[index] - addresses[index - 1]));
            Var(fields, index == 0 ? addresses[0] : unchecked((ulong)((difference << 1) ^ (difference >> 63))));
            if (hasStates)
            {
                Var(fields, 0);
            }
        }

        return Raw((byte)kind, at, fields.ToArray(), sizeof(ushort));
    }

    /// <summary>Adds a sub-event with any id and payload.</summary>
    public AsyncBuffer Raw(byte id, double at, ReadOnlySpan<byte> fields, int width)
    {
        _count++;
        _steps.U8(id);
        Var(_steps, Ticks(at) - _last);
        _last = Ticks(at);
        _ = width switch
        {
            sizeof(byte) => _steps.U8((byte)fields.Length),
            sizeof(ushort) => _steps.U16(fields.Length),
            _ => _steps,
        };
        _steps.Bytes(fields);
        return this;
    }

    /// <summary>The payload of the event.</summary>
    public byte[] Payload()
    {
        byte[] steps = _steps.ToArray();
        int bytes = HeaderBytes + steps.Length;
        return new PayloadWriter().U32(bytes).U8(version).U32(bytes).U32(thread).U64(threadId).U32(_count)
            .U64(_start).U64(_last).Bytes(steps).ToArray();
    }

    /// <summary>The event.</summary>
    public FileEvent Event() => Event(Payload());

    /// <summary>An event with any payload.</summary>
    public static FileEvent Event(byte[] payload) =>
        new(AsyncEventReader.Provider, AsyncEventReader.EventId, 1, payload) { Name = "AsyncEvents" };

    private static ulong Ticks(double milliseconds) => Origin + (ulong)(milliseconds * 1_000_000);

    private static void Var(PayloadWriter writer, ulong value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            writer.U8((byte)((value & 0x7F) | 0x80));
        }

        writer.U8((byte)value);
    }
}
