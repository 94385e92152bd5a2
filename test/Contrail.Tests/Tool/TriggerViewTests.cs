using Contrail.Analysis.Views.Catalog;
using Contrail.Core.Triggers;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>What the page of findings shows of a trigger.</summary>
public sealed class TriggerViewTests
{
    private static readonly SignalKind[] WithoutView = [SignalKind.Silence, SignalKind.Lag, SignalKind.Death];

    [Fact]
    public void Each_signal_that_is_in_the_file_has_a_view_that_exists()
    {
        foreach (SignalDescription signal in Signals.All.Where(one => !WithoutView.Contains(one.Kind)))
        {
            string view = TriggerView.Of(signal.Name) ?? $"no view of {signal.Name}";
            Assert.Contains(view, ViewCatalog.All.Select(one => one.Name));
        }
    }

    [Fact]
    public void An_exception_before_a_death_is_not_claimed_to_be_its_cause() => Assert.Equal(
        "trigger bug, Shop.Refused (the last exception before the end; whether code had caught it is unknown)",
        TriggerText.Of(new ManifestTrigger("bug", "unhandled-exception", "unhandled-exception")
        {
            Subject = "Shop.Refused",
        }));
}
