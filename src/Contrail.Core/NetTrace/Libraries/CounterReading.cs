namespace Contrail.Core.NetTrace.Libraries;

/// <summary>One value of a counter. Immutable.</summary>
/// <param name="Owner">Its event source or meter.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">
/// Its value; of a distribution the mean, which is NaN if the number of values or their sum is not known.
/// </param>
/// <param name="Count">Of a distribution, the number of values; 0 if that is not known.</param>
internal readonly record struct CounterReading(string Owner, string Name, double Value, long Count);
