using System.Buffers;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Files;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;

namespace Contrail.Fuzz;

/// <summary>What is fuzzed, and what must hold whatever the input is. An exception is a finding.</summary>
internal static class FuzzTargets
{
    /// <summary>A longer input finds nothing new, and takes too long.</summary>
    private const int MaxFrames = 40;

    private const int FrameRepeats = 64;

    public delegate void Target(byte[] input);

    public static Dictionary<string, Target> All { get; } = new()
    {
        ["splitter"] = Split,
        ["decoder"] = Decode,
        ["recorder"] = RecordAndAssemble,
        ["repair"] = Repair,
        ["cut"] = Cut,
        ["frames"] = RecordFrames,
        ["views"] = ViewTargets.NetTrace,
        ["go-views"] = ViewTargets.Go,
    };

    // Twice the limit where eviction frees nothing, and what cannot be evicted.
    private static long MaxHeldBytes => Limits.MaxLoneBytes + Limits.MaxCarriedBytes;

    // Made when it is needed: what is instrumented must not run before the fuzzer is there.
    private static RecordingLimits Limits => new(TimeSpan.FromSeconds(5), 4 << 20);

    // However a stream is cut into pieces, the frames are the same, and they follow each other without a gap.
    private static void Split(byte[] input)
    {
        NetTraceSplitter splitter = new();
        NetTraceSplitter byPieces = new();
        int pieceBytes = 0;
        SplitStatus status;
        while ((status = splitter.Split(Rest(input, splitter), out Frame frame, out int needed))
            == SplitStatus.Complete)
        {
            Check(frame.WholeBytes >= frame.Payload.Length, "a frame is smaller than its payload");
            do
            {
                pieceBytes++;
            }
            while (byPieces.Split(Piece(input, byPieces, pieceBytes), out _, out _) == SplitStatus.NeedMore);
            Check(pieceBytes == frame.WholeBytes, "a part of a frame is taken for a whole one");
            splitter.Take(frame);
            byPieces.Take(frame);
            pieceBytes = 0;
            Check(needed <= frame.WholeBytes, "more bytes are requested than the frame has");
        }

        Check(splitter.StreamOffset <= input.Length, "more frames than bytes");
        Check(status is SplitStatus.End or SplitStatus.NeedMore || splitter.Fault is not null, "a fault without words");
    }

    // The input is one block: every way to read one.
    private static void Decode(byte[] input)
    {
        if (EventBlockHeader.TryRead(input, out EventBlockHeader header))
        {
            EventBlockReader reader = new(input, header);
            int offset = -1;
            long payloadBytes = 0;
            while (reader.MoveNext())
            {
                Check(reader.HeaderOffset > offset, "an event does not follow the one before it");
                offset = reader.HeaderOffset;
                payloadBytes += reader.Payload.Length;
                MetadataRow.TryRead(reader.Payload, out _);
            }

            Check(payloadBytes <= input.Length, "payloads overlap");
        }

        StackBlockReader stacks = new(input);
        long addressBytes = 0;
        while (stacks.MoveNext())
        {
            addressBytes += stacks.Addresses.Length;
        }

        Check(addressBytes <= input.Length, "stacks overlap");
        if (SequencePoint.TryRead(input, out SequencePoint point) && point.Count > 0)
        {
            Check(point[point.Count - 1].SequenceNumber <= uint.MaxValue, "an entry is out of range");
        }

        TraceObject.TryRead(input, out _);
    }

    // What a recorder makes of any stream is complete.
    private static void RecordAndAssemble(byte[] input)
    {
        NetTraceFormat format = new(Limits.MaxRetainedBytes, Limits.MaxCarriedBytes);
        using TraceRecording recording = new(format, Limits, NetTraceSplitter.MaxFrameBytes);
        recording.Append(input);
        CheckHeld(recording);
        recording.Complete(recording.Latest ?? default);
        if (recording.Freeze(recording.Latest ?? default) is { } ring)
        {
            using Snapshot snapshot = new NetTraceAssembler(new SymbolTable(1 << 20)).Assemble(ring, Facts());
            CheckWritten(snapshot);
        }
    }

    // The input chooses frames and how often each is repeated: nothing that they make grow is outside of the limit.
    private static void RecordFrames(byte[] input)
    {
        NetTraceFormat format = new(Limits.MaxRetainedBytes, Limits.MaxCarriedBytes);
        using TraceRecording recording = new(format, Limits, NetTraceSplitter.MaxFrameBytes);
        HostileStream stream = new();
        HostileStream.Kind[] kinds = Enum.GetValues<HostileStream.Kind>();
        for (int index = 0; index + 1 < Math.Min(input.Length, MaxFrames); index += 2)
        {
            HostileStream.Kind kind = kinds[input[index] % kinds.Length];
            bool isLarge = kind is HostileStream.Kind.LargeEvents or HostileStream.Kind.LargeStacks;
            for (int count = isLarge ? 1 : input[index + 1] % FrameRepeats; count >= 0; count--)
            {
                stream.Add(kind);
            }

            recording.Append(stream.Take());
            CheckHeld(recording);
        }

        if (recording.Freeze(recording.Latest ?? default) is { } ring)
        {
            using Snapshot snapshot = new NetTraceAssembler(new SymbolTable(1 << 20)).Assemble(ring, Facts());
            CheckWritten(snapshot);
        }
    }

    private static void CheckHeld(TraceRecording recording)
    {
        Check(recording.Counts().HeldBytes <= MaxHeldBytes, "more is held than the limit allows");
        Check(recording.Pool.Budget.AllocatedBytes <= MaxHeldBytes, "more is allocated than the limit allows");
    }

    // What repair writes is complete, and begins with the events that could be read.
    private static void Repair(byte[] input)
    {
        TraceVerdict before = Verify(input);
        ArrayBufferWriter<byte> written = new();
        NetTraceRepairer repairer = new(written, fault => $"{fault}");
        Feed(repairer, input);
        TraceRepair repair = repairer.Conclude();
        if (repair.Refusal is not null)
        {
            return;
        }

        TraceVerdict after = Verify(written.WrittenSpan);
        Check(after.IsComplete, $"what repair wrote is damaged: {string.Join("; ", after.Findings)}");
        if (repair.Events is { } kept)
        {
            Check(after.Events >= kept && kept <= before.Events, "the repair added events");
            Check(before.DamageCount > 0 || kept == before.Events, "events of a sound file are gone");
        }
        Check(repair.TornAt <= input.Length, "more was kept than there is");
    }

    // A part of any file is complete.
    private static void Cut(byte[] input)
    {
        ITraceSurvey survey = new NetTraceFiles().Survey();
        Feed(survey, input);
        if (survey.RangeUtc is not { } range)
        {
            return;
        }

        DateTime middle = new((range.FirstUtc.Ticks / 2) + (range.LastUtc.Ticks / 2), DateTimeKind.Utc);
        if (middle > range.LastUtc)
        {
            return;
        }

        using ITraceCutter cutter =
            survey.Cut(new CutRequest(middle, range.LastUtc, "fuzz", DateTime.UnixEpoch, 16 << 20));
        Feed(cutter, input);
        if (cutter.TryConclude(out Snapshot? snapshot, out _))
        {
            using (snapshot)
            {
                CheckWritten(snapshot!);
            }
        }
    }

    // A recorder does not read the fields of rows: a newer runtime may write new ones.
    private static void CheckWritten(Snapshot snapshot)
    {
        TraceVerdict verdict = Verify([.. snapshot.Parts.SelectMany(part => part.ToArray())]);
        Finding[] damage = [.. verdict.Findings.Where(finding =>
            finding.Grade == FindingGrade.Damage && finding.Code != TraceFaultCode.MetadataUnreadable)];
        Check(damage.Length == 0, $"what was written is damaged: {string.Join("; ", damage)}");
    }

    private static TraceVerdict Verify(ReadOnlySpan<byte> file)
    {
        NetTraceVerifier verifier = new();
        Feed(verifier, file);
        return verifier.Conclude();
    }

    private static void Feed(ITraceIntake intake, ReadOnlySpan<byte> file)
    {
        bool needsMore = true;
        while (needsMore && !file.IsEmpty)
        {
            Span<byte> room = intake.Room();
            int taken = Math.Min(room.Length, file.Length);
            file[..taken].CopyTo(room);
            needsMore = intake.Advance(taken);
            file = file[taken..];
        }
    }

    private static ReadOnlySpan<byte> Rest(byte[] input, NetTraceSplitter splitter) =>
        input.AsSpan((int)splitter.StreamOffset);

    private static ReadOnlySpan<byte> Piece(byte[] input, NetTraceSplitter splitter, int bytes) =>
        input.AsSpan((int)splitter.StreamOffset, bytes);

    private static SnapshotFacts Facts() => new()
    {
        Reason = "fuzz",
        RequestedUtc = DateTime.UnixEpoch,
        RequestCoverage = RequestCoverage.Flushed,
        Period = Limits.Period,
        MaxBytes = Limits.MaxBytes,
        HeldBytes = 0,
    };

    private static void Check(bool holds, string why)
    {
        if (!holds)
        {
            throw new InvalidOperationException(why);
        }
    }
}
