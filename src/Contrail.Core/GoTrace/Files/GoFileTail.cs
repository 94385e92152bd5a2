using System.Buffers;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Files;

/// <summary>
/// Counts the intact generations, and the further traces, in the bytes that follow damage. It continues at the next
/// header, or where three batches of the same generations follow each other; the first generation there may lack
/// batches and is not counted. Not thread-safe.
/// </summary>
internal sealed class GoFileTail : IGoFileVisitor
{
    private const int BufferBytes = 512 << 10;

    /// <summary>Batches in a row that show that these are batches.</summary>
    private const int ChainBatches = 3;

    /// <summary>Beginnings that lead nowhere, at which the search ends: input can be made of them.</summary>
    private const int MaxBeginnings = 1_000;

    private const int MaxGenerationBytes = 1 << 30;

    private readonly FillBuffer _buffer = new(BufferBytes, BufferBytes);
    private readonly ArrayBufferWriter<byte> _generation = new();
    private readonly GoTraceVersion _version;
    private readonly Func<IGoEventChecker> _newChecker;
    private GoFileWalk? _walk;
    private int _beginnings;
    private bool _isFirstPartial;
    private bool _isTooLarge;

    /// <param name="version">The version of the damaged trace.</param>
    /// <param name="newChecker">Creates a reader of events.</param>
    public GoFileTail(GoTraceVersion version, Func<IGoEventChecker> newChecker)
    {
        _version = version;
        _newChecker = newChecker;
    }

    /// <summary>Intact generations found so far.</summary>
    public long GenerationCount { get; private set; }

    /// <summary>Their bytes.</summary>
    public long GenerationBytes { get; private set; }

    /// <summary>Headers found so far: each begins a further trace.</summary>
    public long TraceCount { get; private set; }

    /// <summary>Whether a generation, given with its header, can be read to its end.</summary>
    public static bool IsSound(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> generation, IGoEventChecker reading)
    {
        reading.Read(header);
        reading.Read(generation);
        reading.Complete();
        return reading.Fault is null;
    }

    /// <summary>Searches the bytes that follow the previous ones.</summary>
    public void Add(ReadOnlySpan<byte> untrusted)
    {
        while (!untrusted.IsEmpty && _beginnings < MaxBeginnings)
        {
            Span<byte> room = _walk is { } walk ? walk.Room() : _buffer.Room();
            int taken = Math.Min(room.Length, untrusted.Length);
            untrusted[..taken].CopyTo(room);
            untrusted = untrusted[taken..];
            Advance(taken);
            Search(isLast: false);
        }
    }

    /// <summary>Reports that no more bytes follow.</summary>
    public void Complete()
    {
        Search(isLast: true);
        _walk?.Conclude();
    }

    void IGoFileVisitor.OnFrame(ReadOnlySpan<byte> frame)
    {
        _isTooLarge |= _generation.WrittenCount + frame.Length > MaxGenerationBytes;
        if (!_isTooLarge)
        {
            _generation.Write(frame);
        }
    }

    void IGoFileVisitor.OnGeneration(GoTraceGenerationState generation, long endOffset)
    {
        bool isSound = !_isFirstPartial && !_isTooLarge
            && IsSound(generation.Version.Header(), _generation.WrittenSpan, _newChecker());
        GenerationCount += isSound ? 1 : 0;
        GenerationBytes += isSound ? _generation.WrittenCount : 0;
        Drop();
    }

    void IGoFileVisitor.OnDropped() => Drop();

    void IGoFileVisitor.OnBreak(in Loss loss, long offset)
    {
        // What follows a gap is counted too.
    }

    void IGoFileVisitor.OnUnreadable(TraceFault fault, long offset) => Drop();

    void IGoFileVisitor.OnTorn(long offset) => Drop();

    void IGoFileVisitor.OnFollowing(ReadOnlySpan<byte> untrusted)
    {
        // The walk calls this from within Advance; the search continues with what it did not take.
        _walk = null;
        Keep(untrusted);
    }

    // The buffer holds more than a walk returns at once.
    private void Keep(ReadOnlySpan<byte> untrusted)
    {
        Span<byte> room = _buffer.Room();
        int taken = Math.Min(room.Length, untrusted.Length);
        untrusted[..taken].CopyTo(room);
        _buffer.Advance(taken);
    }

    private void Drop()
    {
        _generation.ResetWrittenCount();
        _isFirstPartial = false;
        _isTooLarge = false;
    }

    private void Advance(int filledBytes)
    {
        if (_walk is { } walk)
        {
            walk.Advance(filledBytes);
        }
        else
        {
            _buffer.Advance(filledBytes);
        }
    }

    private void Search(bool isLast)
    {
        while (_walk is null
            && _beginnings < MaxBeginnings
            && TryFind(isLast, out int start, out GoTraceVersion version))
        {
            _beginnings++;
            _walk = new GoFileWalk(this);
            Feed(version.Header());
            byte[] rest = _buffer.Filled[start..].ToArray();
            _buffer.Take(_buffer.Filled.Length);
            Feed(rest);
        }
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _walk is { } walk)
        {
            Span<byte> room = walk.Room();
            int taken = Math.Min(room.Length, bytes.Length);
            bytes[..taken].CopyTo(room);
            bytes = bytes[taken..];
            walk.Advance(taken);
        }

        if (!bytes.IsEmpty)
        {
            Keep(bytes);
        }
    }

    // Returns where a walk continues; a header itself is skipped, because the walk gets one in any case.
    private bool TryFind(bool isLast, out int start, out GoTraceVersion version)
    {
        ReadOnlySpan<byte> filled = _buffer.Filled;
        version = _version;
        for (start = 0; start < filled.Length; start++)
        {
            SplitStatus found = Look(filled[start..], ref version);
            if (found == SplitStatus.Complete)
            {
                start += _isFirstPartial ? 0 : GoTraceVersion.HeaderBytes;
                TraceCount += _isFirstPartial ? 0 : 1;
                return true;
            }

            if (found == SplitStatus.NeedMore && !isLast && filled.Length - start < BufferBytes / 2)
            {
                break;
            }
        }

        _buffer.Take(start);
        return false;
    }

    private SplitStatus Look(ReadOnlySpan<byte> untrusted, ref GoTraceVersion version)
    {
        if (untrusted[0] == (byte)'g')
        {
            _isFirstPartial = false;
            SplitStatus header = GoTraceVersion.Read(untrusted, out GoTraceVersion found, out _);
            version = header == SplitStatus.Complete ? found : version;
            return header == SplitStatus.Unsupported ? SplitStatus.Malformed : header;
        }

        _isFirstPartial = true;
        return Chain(untrusted);
    }

    private static SplitStatus Chain(ReadOnlySpan<byte> untrusted)
    {
        ulong generation = 0;
        SplitStatus status = SplitStatus.Complete;
        for (int count = 0; count < ChainBatches && status == SplitStatus.Complete; count++)
        {
            status = untrusted.IsEmpty ? SplitStatus.NeedMore
                : untrusted[0] != GoBatch.Ordinary ? SplitStatus.Malformed
                : GoBatch.Read(untrusted, out GoBatch batch, out _) is var read and not SplitStatus.Complete ? read
                : Follow(batch, ref generation);
            untrusted = status == SplitStatus.Complete ? untrusted[WholeBytes(untrusted)..] : untrusted;
        }

        return status;
    }

    private static int WholeBytes(ReadOnlySpan<byte> untrusted)
    {
        GoBatch.Read(untrusted, out GoBatch batch, out _);
        return batch.WholeBytes;
    }

    private static SplitStatus Follow(in GoBatch batch, ref ulong generation)
    {
        bool follows = batch.Generation > 0 && batch.Payload.Length > 0
            && (generation == 0 || batch.Generation == generation);
        generation = batch.Generation;
        return follows ? SplitStatus.Complete : SplitStatus.Malformed;
    }
}
