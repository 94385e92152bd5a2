using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>A place in the code, and what was added up at it.</summary>
/// <param name="Stack">A stack with this place.</param>
/// <param name="Count">How often it was added.</param>
/// <param name="Weight">The sum of the weights.</param>
internal readonly record struct TalliedPlace(StackId Stack, long Count, double Weight);
