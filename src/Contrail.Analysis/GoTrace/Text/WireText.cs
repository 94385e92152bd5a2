using System.Buffers;
using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>
/// Writes the events of a trace in the order of the file, with the framing, as the text that
/// <c>go tool trace -d=wire</c> of Go 1.26 prints, byte for byte. It checks only that the events can be read.
/// Not safe for concurrent use.
/// </summary>
internal sealed class WireText : IChunkReader
{
    private const int BufferBytes = 256 << 10;

    /// <summary>A string or an experiment's batch: its head, and what a batch may hold. No stack is larger.</summary>
    private const int MaxEventBytes = 64 + GoBatch.MaxPayloadBytes;

    private const int FrameNumbers = 4;

    private static readonly string[] FrameNames = ["pc", "func", "file", "line"];

    private readonly ByteText _text;
    private readonly FillBuffer _buffer = new(BufferBytes, BufferBytes);
    private readonly ulong[] _numbers = new ulong[GoArguments.Count + 1];
    private readonly ulong[] _frames = new ulong[GoStackTable.MaxFrames * FrameNumbers];
    private bool _started;

    /// <summary>What the numbers of a frame are called.</summary>
    internal static byte[][] FrameFields { get; } = [.. FrameNames.Select(Encoding.ASCII.GetBytes)];

    /// <param name="output">Takes the text, event by event.</param>
    public WireText(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _text = new ByteText(output);
    }

    /// <inheritdoc/>
    public SplitStatus Status { get; private set; } = SplitStatus.NeedMore;

    /// <inheritdoc/>
    public TraceFault? Fault { get; private set; }

    /// <summary>The version, after the header has been read.</summary>
    public GoTraceVersion Version { get; private set; }

    /// <summary>The offset of the next event or of the fault.</summary>
    public long Offset { get; private set; }

    /// <inheritdoc/>
    public Span<byte> Room() => _buffer.Room();

    /// <inheritdoc/>
    public SplitStatus Advance(int filledBytes)
    {
        _buffer.Advance(filledBytes);
        while (Status == SplitStatus.NeedMore && (_started ? TryWriteEvent() : TryReadHeader()))
        {
            // Each turn takes one event.
        }

        return Status;
    }

    /// <inheritdoc/>
    public SplitStatus Complete()
    {
        if (Status == SplitStatus.NeedMore)
        {
            bool isWhole = _started && _buffer.Filled.IsEmpty;
            Refuse(isWhole ? SplitStatus.End : SplitStatus.Malformed, isWhole ? null : TraceFaultCode.EndsInsideEvent);
        }

        return Status;
    }

    private bool TryReadHeader()
    {
        SplitStatus status = GoTraceVersion.Read(_buffer.Filled, out GoTraceVersion version, out TraceFault? fault);
        if (status is SplitStatus.Malformed or SplitStatus.Unsupported)
        {
            Refuse(status, fault);
        }

        if (status == SplitStatus.Complete)
        {
            Version = version;
            _started = true;
            Take(GoTraceVersion.HeaderBytes);
        }

        return status == SplitStatus.Complete;
    }

    private bool TryWriteEvent()
    {
        ByteCursor cursor = new(_buffer.Filled);
        if (!cursor.TryReadByte(out byte number))
        {
            return false;
        }

        GoEventRow? row = GoEventTable.Find(number);
        if (row is null || row.Since > Version.Minor)
        {
            return Refuse($"invalid event type: {number}");
        }

        int frameNumberCount = 0;
        ReadOnlySpan<byte> bytes = default;
        bool isRead = TryReadNumbers(ref cursor, row.Arguments.Count)
            && (!row.HasFrames || TryReadFrames(ref cursor, out frameNumberCount))
            && (!row.HasBytes || TryReadBytes(ref cursor, out bytes));
        if (!isRead)
        {
            // What would fit and cannot be read though it is all there is no event.
            return Status == SplitStatus.NeedMore && _buffer.Filled.Length >= MaxEventBytes
                && Refuse($"{row.Name} cannot be read");
        }

        Write(row, _frames.AsSpan(0, frameNumberCount), bytes);
        Take(_buffer.Filled.Length - cursor.RestBytes);
        return true;
    }

    private bool TryReadNumbers(ref ByteCursor cursor, int count)
    {
        for (int index = 0; index < count; index++)
        {
            if (!cursor.TryReadVarUInt64(out _numbers[index]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadFrames(ref ByteCursor cursor, out int numberCount)
    {
        ulong declaredFrames = _numbers[1];
        numberCount = 0;
        if (declaredFrames > GoStackTable.MaxFrames)
        {
            return Refuse($"a stack claims {declaredFrames} frames");
        }

        for (; numberCount < (int)declaredFrames * FrameNumbers; numberCount++)
        {
            if (!cursor.TryReadVarUInt64(out _frames[numberCount]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadBytes(scoped ref ByteCursor cursor, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!cursor.TryReadVarUInt64(out ulong declaredBytes))
        {
            return false;
        }

        return declaredBytes > GoBatch.MaxPayloadBytes
            ? Refuse($"an event claims {declaredBytes} bytes")
            : cursor.TryReadBytes((int)declaredBytes, out bytes);
    }

    private void Write(GoEventRow row, ReadOnlySpan<ulong> frames, ReadOnlySpan<byte> bytes)
    {
        _text.Add(row.NameBytes);
        for (int index = 0; index < row.ArgumentBytes.Length; index++)
        {
            _text.Add(" "u8).Add(row.ArgumentBytes[index]).Add("="u8).Add(_numbers[index]);
        }

        for (int index = 0; index < frames.Length; index++)
        {
            int field = index % FrameNumbers;
            _text.Add(field == 0 ? "\n\t"u8 : " "u8).Add(FrameFields[field]).Add("="u8).Add(frames[index]);
        }

        // Go's tool does not print an empty one.
        if (!bytes.IsEmpty)
        {
            _text.Add("\n\tdata="u8).AddQuoted(bytes);
        }

        _text.Add("\n"u8);
    }

    private void Take(int takenBytes)
    {
        Offset += takenBytes;
        _buffer.Take(takenBytes);
    }

    private bool Refuse(string detail) => Refuse(SplitStatus.Malformed, RuleFault.Of(detail));

    private bool Refuse(SplitStatus status, TraceFault? fault)
    {
        Status = status;
        Fault = fault is { } found ? found with { Offset = Offset } : null;
        return false;
    }
}
