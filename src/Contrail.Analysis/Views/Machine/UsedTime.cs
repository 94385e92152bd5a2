using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Machine;

/// <summary>How much time of a process went on something.</summary>
/// <param name="Use">On what.</param>
/// <param name="Nanoseconds">
/// How much: of all threads together; of pauses, in which all threads are stopped, the time that passed. Null if it is
/// unknown.
/// </param>
/// <param name="Of">For how long that is known, in nanoseconds; 0 if it is not.</param>
/// <param name="Source">From where it is known.</param>
/// <param name="Coverage">Whether what it is known from was recorded.</param>
internal readonly record struct UsedTime(
    TimeUse Use, double? Nanoseconds, double Of, TimeSource Source, CoverageState Coverage)
{
    /// <summary>How many threads it was on average; null if it is unknown.</summary>
    public double? Average => Of > 0 ? Nanoseconds / Of : null;
}
