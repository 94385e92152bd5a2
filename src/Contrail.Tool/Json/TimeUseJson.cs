using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;

namespace Contrail.Tool.Json;

/// <summary>How much time went on something; the figures and the source are null where they are unknown.</summary>
internal sealed record TimeUseJson(
    string Use, double? Seconds, double? KnownForSeconds, double? Average, string? Source, CoverageState State)
{
    private const double NanosecondsPerSecond = 1e9;

    public static TimeUseJson Of(UsedTime time) => new(
        EnumJson.NameOf(time.Use),
        time.Nanoseconds / NanosecondsPerSecond,
        time.Of > 0 ? time.Of / NanosecondsPerSecond : null,
        time.Average,
        time.Source == TimeSource.Unknown ? null : EnumJson.NameOf(time.Source),
        time.Coverage);
}
