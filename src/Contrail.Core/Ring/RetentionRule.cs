namespace Contrail.Core.Ring;

/// <summary>Which generations are kept.</summary>
public enum RetentionRule
{
    /// <summary>At least the period, and never more memory than the limit, which is weighed at every byte.</summary>
    AtLeastThePeriod,

    /// <summary>
    /// What Go's own recorder keeps, to the byte: it decides only when a generation ends, keeps the generation that
    /// crosses either limit, and so takes more memory than told by up to that one and the one being filled, each of
    /// 256 MiB at most. A generation that cannot be kept, and a gap between two, end the recording.
    /// </summary>
    Go,
}
