using System.Reflection;
using System.Runtime.Loader;

namespace Contrail.Target.Dynamic;

/// <summary>A collectible load context a round, with this very assembly loaded into it once more.</summary>
internal static class LoadedAssemblies
{
    public static void Mark(int round)
    {
        AssemblyLoadContext context = new($"guest {round}", isCollectible: true);
        Assembly copy = context.LoadFromAssemblyPath(typeof(Guest).Assembly.Location);
        string[] names = [nameof(Guest.Ada), nameof(Guest.Grace), nameof(Guest.Edsger)];
        MethodInfo visit = copy.GetType(typeof(Guest).FullName!)!.GetMethod(names[round % names.Length])!;
        // The copy gets our own writer: an event source of its own would have the name of ours a second time.
        _ = visit.CreateDelegate<Func<Func<string, string, int>, int>>()(Marks.Write);
        context.Unload();
    }
}
