using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>
/// Makes a trace from the text that <see cref="WireText"/> writes, or from a test of the Go project, which contains
/// such a text after the line <c>-- trace --</c>. Sizes and ids are those of the text, so an invalid trace can be made.
/// Numbers have their shortest form; a runtime pads the sizes of batches. Not safe for concurrent use.
/// </summary>
internal sealed class WireAssembler : IChunkReader
{
    /// <summary>An experiment's batch of the largest size, each byte as an escape, and a name before it.</summary>
    private const int MaxLineBytes = 64 + (4 * GoBatch.MaxPayloadBytes);

    private const int OldestMinor = 22;

    private readonly IBufferWriter<byte> _output;
    private readonly FillBuffer _buffer = new(MaxLineBytes, MaxLineBytes);
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly StringBuilder _expectation = new();
    private GoTraceVersion? _declared;
    private int _newestMinor = OldestMinor;
    private bool _isExpectation;
    private bool _isStarted;
    private GoEventRow? _unfinished;
    private ulong _framesLeft;

    /// <param name="output">Takes what follows the header.</param>
    public WireAssembler(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <inheritdoc/>
    public SplitStatus Status { get; private set; } = SplitStatus.NeedMore;

    /// <inheritdoc/>
    public TraceFault? Fault { get; private set; }

    /// <summary>The line that was read last, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>
    /// The version that the text names in its first line, or else the first that has all its events; once all is read.
    /// </summary>
    public GoTraceVersion Version => _declared ?? new GoTraceVersion(_newestMinor);

    /// <summary>What a test expects of its trace: the text before the line <c>-- trace --</c>.</summary>
    public string Expectation => _expectation.ToString();

    private static ReadOnlySpan<byte> BytesField => "data="u8;

    private static ReadOnlySpan<byte> Prefix => "Go1."u8;

    /// <inheritdoc/>
    public Span<byte> Room() => _buffer.Room();

    /// <inheritdoc/>
    public SplitStatus Advance(int filledBytes)
    {
        _buffer.Advance(filledBytes);
        while (Status == SplitStatus.NeedMore && _buffer.Filled.IndexOf((byte)'\n') is >= 0 and int end)
        {
            TakeLine(_buffer.Filled[..end]);
            _buffer.Take(end + 1);
        }

        // A line as long as the buffer has no room left to end in.
        if (Status == SplitStatus.NeedMore && _buffer.Filled.Length >= MaxLineBytes)
        {
            Refuse($"line {LineNumber + 1} is longer than {MaxLineBytes} bytes");
        }

        return Status;
    }

    /// <inheritdoc/>
    public SplitStatus Complete()
    {
        if (Status == SplitStatus.NeedMore && !_buffer.Filled.IsEmpty)
        {
            TakeLine(_buffer.Filled);
        }

        if (Status == SplitStatus.NeedMore && _unfinished is { HasBytes: true })
        {
            TakeBytes([]);
        }

        if (Status == SplitStatus.NeedMore)
        {
            Status = SplitStatus.End;
            if (!_isStarted || _unfinished is not null)
            {
                Refuse(_unfinished is { } row ? $"{row.Name} is not whole" : "there is no event in it");
            }
        }

        return Status;
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        LineNumber++;
        if (_isExpectation || LineNumber == 1)
        {
            TakeTestLine(line);
            if (_isExpectation)
            {
                return;
            }
        }

        TokenReader tokens = new(line);
        if (tokens.IsAtEnd || line.StartsWith("-- "u8))
        {
            return;
        }

        if (_unfinished is { HasBytes: true } && TakeBytes(line))
        {
            return;
        }

        string fault = _unfinished is not null ? TakeFrame(tokens) : TakeEvent(tokens);
        if (fault.Length > 0)
        {
            Refuse($"line {LineNumber}: {fault}");
        }
    }

    private void TakeTestLine(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> trimmed = line.Trim(" \r"u8);
        if (trimmed.SequenceEqual("-- expect --"u8))
        {
            _isExpectation = true;
        }
        else if (trimmed.SequenceEqual("-- trace --"u8))
        {
            _isExpectation = false;
        }
        else if (_isExpectation)
        {
            _expectation.Append(Encoding.UTF8.GetString(trimmed)).Append('\n');
        }
    }

    private string TakeEvent(TokenReader tokens)
    {
        ReadOnlySpan<byte> word = tokens.Next();
        if (!_isStarted && word.SequenceEqual("Trace"u8))
        {
            _isStarted = true;
            return TakeVersion(tokens);
        }

        GoEventRow? row = GoEventTable.Find(Encoding.UTF8.GetString(word));
        if (row is null || row.Since > (_declared?.Minor ?? row.Since))
        {
            return $"{Version} has no event '{Encoding.UTF8.GetString(word)}'";
        }

        _isStarted = true;
        _newestMinor = Math.Max(_newestMinor, row.Since);
        _output.Write([(byte)row.Id]);
        foreach (byte[] name in row.ArgumentBytes)
        {
            if (!tokens.TryReadNumber(name, out ulong number))
            {
                return $"{row.Name} needs {Encoding.UTF8.GetString(name)}=NUMBER next";
            }

            WriteNumber(number);
            _framesLeft = number;
        }

        bool isUnfinished = row.HasBytes || (row.HasFrames && _framesLeft > 0);
        _unfinished = isUnfinished ? row : null;
        return tokens.IsAtEnd ? "" : $"{row.Name} has more than it should";
    }

    private string TakeVersion(TokenReader tokens)
    {
        ReadOnlySpan<byte> word = tokens.Next();
        if (!word.StartsWith(Prefix)
            || !Utf8Parser.TryParse(word[Prefix.Length..], out int minor, out _)
            || !GoTraceVersion.IsKnown(minor))
        {
            return $"'{Encoding.UTF8.GetString(word)}' is no version that is known here";
        }

        _declared = new GoTraceVersion(minor);
        return tokens.IsAtEnd ? "" : "the first line has more than it should";
    }

    private string TakeFrame(TokenReader tokens)
    {
        foreach (byte[] name in WireText.FrameFields)
        {
            if (!tokens.TryReadNumber(name, out ulong number))
            {
                return $"a frame needs {Encoding.UTF8.GetString(name)}=NUMBER next";
            }

            WriteNumber(number);
        }

        _framesLeft--;
        _unfinished = _framesLeft > 0 ? _unfinished : null;
        return tokens.IsAtEnd ? "" : "a frame has more than it should";
    }

    // Without bytes there is no line about them: the line belongs to the next event.
    private bool TakeBytes(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> trimmed = line.Trim(" \t\r"u8);
        bool isReported = trimmed.StartsWith(BytesField);
        _bytes.ResetWrittenCount();
        if (isReported && !GoQuoted.TryRead(trimmed[BytesField.Length..], _bytes))
        {
            Refuse($"line {LineNumber}: this is no text as Go quotes it");
            return true;
        }

        _unfinished = null;
        WriteNumber((ulong)_bytes.WrittenCount);
        _output.Write(_bytes.WrittenSpan);
        return isReported;
    }

    private void WriteNumber(ulong number)
    {
        Span<byte> target = _output.GetSpan(10);
        int count = 0;
        for (; number >= 0x80; number >>= 7)
        {
            target[count++] = (byte)(0x80 | (number & 0x7F));
        }

        target[count++] = (byte)number;
        _output.Advance(count);
    }

    private void Refuse(string detail)
    {
        Status = SplitStatus.Malformed;
        Fault = new TraceFault(TraceFaultCode.TextUnreadable, Detail: detail);
    }
}
