using System.Buffers;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.NetTrace.Files;

namespace Contrail.Tests.Support;

/// <summary>What the file commands do, on bytes in memory.</summary>
internal static class Intake
{
    private static readonly NetTraceFiles Format = new();

    public static void Feed(ITraceIntake intake, ReadOnlySpan<byte> file, int pieceBytes = int.MaxValue)
    {
        bool needsMore = true;
        while (needsMore && !file.IsEmpty)
        {
            Span<byte> room = intake.Room();
            int taken = Math.Min(Math.Min(room.Length, file.Length), pieceBytes);
            file[..taken].CopyTo(room);
            needsMore = intake.Advance(taken);
            file = file[taken..];
        }
    }

    public static TraceVerdict Verify(ReadOnlySpan<byte> file, int pieceBytes = int.MaxValue)
    {
        ITraceVerifier verifier = Format.Verify();
        Feed(verifier, file, pieceBytes);
        return verifier.Conclude();
    }

    public static (byte[] File, TraceRepair Repair) Repair(ReadOnlySpan<byte> file, int pieceBytes = int.MaxValue)
    {
        ArrayBufferWriter<byte> written = new();
        ITraceRepairer repairer = Format.Repair(written, TraceFaultText.Of);
        Feed(repairer, file, pieceBytes);
        TraceRepair repair = repairer.Conclude();
        return (written.WrittenSpan.ToArray(), repair);
    }

    /// <summary>The part from one moment to another, in milliseconds since the file's trace object.</summary>
    public static (byte[] File, SnapshotManifest Manifest) Cut(byte[] file, double from, double to) =>
        TryCut(file, range => (NetTraceFile.Begin.AddMilliseconds(from), NetTraceFile.Begin.AddMilliseconds(to)))
        ?? throw new InvalidOperationException("Nothing could be cut.");

    /// <summary>A part chosen by the file's range; null if there is nothing to cut.</summary>
    public static (byte[] File, SnapshotManifest Manifest)? TryCut(
        byte[] file,
        Func<(DateTime FirstUtc, DateTime LastUtc), (DateTime FromUtc, DateTime ToUtc)> choose,
        long maxBytes = 64 << 20)
    {
        ITraceSurvey survey = Format.Survey();
        Feed(survey, file);
        if (survey.RangeUtc is not { } range)
        {
            return null;
        }

        (DateTime from, DateTime to) = choose(range);
        using ITraceCutter cutter = survey.Cut(new CutRequest(from, to, "a test", NetTraceFile.Begin, maxBytes));
        Feed(cutter, file);
        if (!cutter.TryConclude(out Snapshot? snapshot, out _))
        {
            return null;
        }

        using (snapshot)
        {
            return (Recorded.BytesOf(snapshot!), snapshot!.Manifest);
        }
    }
}
