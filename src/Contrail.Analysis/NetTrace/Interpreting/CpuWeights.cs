using Contrail.Core.Bytes;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The processor time for which samples count. Their events contain it in milliseconds, and the manifest the exact
/// period. Without a manifest that lists samples, another recorder wrote them, and the unit of its events is unknown.
/// </summary>
/// <param name="manifest">The manifest of the file; null if it has none.</param>
internal sealed class CpuWeights(SnapshotManifest? manifest)
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>Above it, a value is damage: at most one sample in ten seconds.</summary>
    private const ulong MaxMilliseconds = 10_000;

    private readonly ManifestLane? _lane = manifest?.Lanes.FirstOrDefault(lane => lane.Kind == LaneKind.CpuSamples);

    /// <summary>The processor time of a sample in nanoseconds; 0 if unknown.</summary>
    /// <param name="untrusted">The payload of its event.</param>
    public double Of(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        return _lane is null ? 0
            : _lane.PeriodSeconds is > 0 and <= MaxMilliseconds / 1e3 and var period ? period * 1e9
            : cursor.TryReadVarUInt64(out ulong milliseconds) && milliseconds <= MaxMilliseconds
                ? milliseconds * NanosecondsPerMillisecond
            : 0;
    }
}
