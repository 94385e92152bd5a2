using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>A method on a page.</summary>
/// <param name="Name">The number of its name in the <see cref="TextTable"/>.</param>
/// <param name="QualifierChars">The length of the namespace or package path at the start of the name.</param>
/// <param name="Module">The number of its module.</param>
/// <param name="Origin">Where its code comes from.</param>
internal readonly record struct PageFrame(int Name, int QualifierChars, int Module, FrameOrigin Origin);
