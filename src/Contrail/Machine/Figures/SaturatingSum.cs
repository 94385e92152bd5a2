namespace Contrail.Machine.Figures;

/// <summary>Adds figures, which are not negative, and stops at the largest number instead of overflowing.</summary>
internal static class SaturatingSum
{
    /// <summary>The sum, at most the largest number.</summary>
    public static long Of(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;
}
