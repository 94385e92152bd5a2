using System.Buffers;

namespace Contrail.Core.Files;

/// <summary>What a format can do with files of its own, whoever wrote them: one for each format.</summary>
internal interface ITraceFiles
{
    /// <summary>How many bytes of a file are enough to tell whether it is this format.</summary>
    int PrefixBytes { get; }

    /// <summary>Whether there are views of its events; if not, a file is told by what checking it finds.</summary>
    bool HasEventViews { get; }

    /// <summary>Whether a file that begins so is this format.</summary>
    bool MatchesPrefix(ReadOnlySpan<byte> untrusted);

    /// <summary>Checks a file.</summary>
    ITraceVerifier Verify();

    /// <summary>Repairs a file.</summary>
    /// <param name="target">Where the repaired file goes.</param>
    ITraceRepairer Repair(IBufferWriter<byte> target);

    /// <summary>Looks a file through, so that a part of it can be cut out.</summary>
    ITraceSurvey Survey();
}
