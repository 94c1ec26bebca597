"use strict";

// Select2 names the box that it shows for a picker by what is chosen, not by its label: name it by both.
(function () {
    function boxOf(select) {
        return select.parentElement.querySelector(".select2-selection");
    }

    function nameBoxes() {
        for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
            const box = boxOf(select);
            const shown = box && box.querySelector(".select2-selection__rendered");
            if (!shown || box.id) {
                continue;
            }
            const label = select.labels.length ? select.labels[0].textContent.trim() : select.name;
            box.id = select.id + "_box";
            shown.removeAttribute("role"); // it is the text of the box, not a field
            shown.removeAttribute("aria-readonly");
            box.setAttribute("aria-label", select.getAttribute("aria-label") || label);
            box.setAttribute("aria-labelledby", box.id + " " + shown.id);
            for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
                if (select.hasAttribute(name)) {
                    box.setAttribute(name, select.getAttribute(name));
                }
            }
        }
    }

    // The field to search in is made when a picker opens.
    function nameSearch() {
        const field = document.querySelector(".select2-container--open .select2-search__field");
        if (field) {
            field.setAttribute("aria-label", "Search");
        }
    }

    // An icon may have no name: what it stands beside says the same.
    function silenceIcons() {
        for (const icon of document.querySelectorAll("span.search-label-icon[aria-label]")) {
            icon.removeAttribute("aria-label");
        }
    }

    // A link of the list of errors leads to the picker itself, which is hidden: focus what stands for it.
    function focusBox(event) {
        const link = event.target.closest(".problems a[href^='#']");
        const field = link && document.getElementById(link.hash.slice(1));
        if (field && field.matches("select.select2-hidden-accessible") && boxOf(field)) {
            event.preventDefault();
            boxOf(field).focus();
        }
    }

    window.addEventListener("load", () => {
        setTimeout(nameBoxes);
        setTimeout(silenceIcons);
        django.jQuery(document).on("select2:open", () => setTimeout(nameSearch));
    });
    document.addEventListener("formset:added", () => setTimeout(nameBoxes));
    document.addEventListener("click", focusBox);
})();
