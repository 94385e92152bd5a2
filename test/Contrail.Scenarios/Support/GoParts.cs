using Contrail.Analysis;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>Every row of generations of a Go trace, cut out and read by Go's own reader.</summary>
internal static class GoParts
{
    /// <summary>Cuts in steps shorter than any generation, and returns how many different parts resulted.</summary>
    public static async Task<int> ReadAllAsync(string path)
    {
        byte[] trace = await File.ReadAllBytesAsync(path);
        ITraceSurvey survey = TraceAnalysis.GoTrace().Survey();
        Feed(survey, trace);
        (DateTime first, DateTime last) = survey.RangeUtc!.Value;
        double seconds = (last - first).TotalSeconds;
        using TraceFile part = new();
        HashSet<string> different = [];
        double step = Math.Min(0.4, seconds / 20);
        for (double from = step / 2; from < seconds; from += step)
        {
            for (double to = from; to < seconds; to += step)
            {
                byte[] bytes = Cut(survey, trace, first.AddSeconds(from), first.AddSeconds(to));
                if (different.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))))
                {
                    await File.WriteAllBytesAsync(part.FullName, bytes);
                    await GoToolchain.ReadAsync(part.FullName);
                }
            }
        }

        return different.Count;
    }

    /// <summary>Passes all bytes on, until no more are needed.</summary>
    public static void Feed(ITraceIntake intake, byte[] bytes)
    {
        int offset = 0;
        bool needsMore = true;
        while (needsMore && offset < bytes.Length)
        {
            Span<byte> room = intake.Room();
            int taken = Math.Min(room.Length, bytes.Length - offset);
            bytes.AsSpan(offset, taken).CopyTo(room);
            offset += taken;
            needsMore = intake.Advance(taken);
        }
    }

    private static byte[] Cut(ITraceSurvey survey, byte[] trace, DateTime from, DateTime to)
    {
        using ITraceCutter cutter = survey.Cut(new CutRequest(from, to, "test", DateTime.UtcNow, 1 << 30));
        Feed(cutter, trace);
        Assert.True(cutter.TryConclude(out Snapshot? snapshot, out TraceFault? fault), $"{fault}");
        using (snapshot)
        {
            return [.. snapshot!.Parts.SelectMany(part => part.ToArray())];
        }
    }
}
